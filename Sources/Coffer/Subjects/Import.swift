import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Takes in customers: good lines go in together, in one commit, and bad ones are refused one by one.
    ///
    /// The company's own keys make it safe to repeat: a line that is already in adds nothing, so an interrupted import
    /// is resumed by running it again.
    ///
    /// - Parameters:
    ///   - lines: 1...64 lines.
    ///   - session: who asks.
    /// - Returns: a result a line, in order; `added` is durable.
    /// - Throws: ``VaultError`` when nothing of the batch went in: the ledger or a store does not take it.
    public func importLines(
        _ lines: [ImportLine], as session: Session
    ) async throws(VaultError) -> [ImportResult] {
        try await takeIn(lines, session, rehearsing: false)
    }

    /// Says of customers what ``importLines(_:as:)`` would answer, and takes none in.
    ///
    /// It needs the leave to import, answers nothing else than an import does, and leaves a row for every batch: whoever
    /// looks whether somebody is here is on the ledger for it, also where nobody was.
    ///
    /// - Parameters:
    ///   - lines: 1...64 lines; that two of them stand in each other's way is told within one batch only.
    ///   - session: who asks.
    /// - Returns: a result a line, in order; `added` for one that would be.
    /// - Throws: ``VaultError`` when the ledger does not take the row, or a store does not answer.
    public func rehearseImport(
        _ lines: [ImportLine], as session: Session
    ) async throws(VaultError) -> [ImportResult] {
        try await takeIn(lines, session, rehearsing: true)
    }

    private func takeIn(
        _ lines: [ImportLine], _ session: Session, rehearsing: Bool
    ) async throws(VaultError) -> [ImportResult] {
        try checkAlive()
        guard 1...Limits.importBatch ~= lines.count else {
            throw VaultError(.tooLarge, "1...64 lines a batch")
        }
        let inputs = lines.map { line in
            Result { () throws(VaultError) in try SubjectInput(reading: line.bytes) }
        }
        do {
            return try await turn.take { try await importBatch(inputs, session, rehearsing: rehearsing) }
        } catch { throw vaultError(error) }
    }

    private func importBatch(
        _ inputs: [Result<SubjectInput, VaultError>], _ session: Session, rehearsing: Bool
    ) async throws(VaultError) -> [ImportResult] {
        // Who may not import learns nothing about which references are here.
        do throws(VaultError) { try await permit(.importing, session) } catch {
            guard ![.halted, .unavailable, .integrity].contains(error.code) else { throw error }
            return inputs.map { _ in .refused(error) }
        }
        var known = try await known(inputs)
        let id = RequestID.random(from: random)
        var results: [ImportResult] = []
        var drafts: [SubjectDraft] = []
        for input in inputs {
            do throws(VaultError) {
                let input = try input.get()
                let tokens = try tokens(input)
                if let before = try before(input, tokens, known) {
                    results.append(before)
                    continue
                }
                guard tokens.all.allSatisfy({ known[$0] == nil }), Set(tokens.all).count == tokens.all.count
                else {
                    throw VaultError(.conflict, rule: "ref.taken")
                }
                var draft = try draft(input)
                try await permit(&draft, session, id, .importing)
                // The same line again in this batch is no other than in the next.
                for row in draft.references { known[row.token] = row }
                drafts.append(draft)
                results.append(.added(records: draft.records.count))
            } catch {
                results.append(.refused(error))
            }
        }
        if rehearsing || results.contains(where: \.tellsWhoIsHere) {
            var row = entry(session, id, .importing)
            if rehearsing { row.noted = Self.rehearsed }
            _ = try await record([row])
        }
        guard !rehearsing, !drafts.isEmpty else { return results }
        _ = try await commit(try seal(drafts, session, id, .importing, extra: []))
        return results
    }

    /// What the row of an import says that took nothing in.
    static let rehearsed = "rehearsed"

    /// The references of a batch that are already in.
    private func known(
        _ inputs: [Result<SubjectInput, VaultError>]
    ) async throws(VaultError) -> [[UInt8]: ReferenceRow] {
        var all: [[UInt8]] = []
        for case .success(let input) in inputs { all += try tokens(input).all }
        guard !all.isEmpty else { return [:] }
        do { return try await data.references(all) } catch { throw vaultError(error) }
    }

    private struct ReferenceTokens {
        let subject: [UInt8]?
        let all: [[UInt8]]
    }

    private func tokens(_ input: SubjectInput) throws(VaultError) -> ReferenceTokens {
        do {
            let subject = try input.ref.map { (ref) throws(FieldsError) in
                try fields.referenceToken(ofClass: 0, ref)
            }
            var all = subject.map { [$0] } ?? []
            for record in input.records {
                guard let ref = record.ref, let number = charter.classes[record.className]?.number else {
                    continue
                }
                all.append(try fields.referenceToken(ofClass: number, ref))
            }
            return ReferenceTokens(subject: subject, all: all)
        } catch { throw VaultError(error.code) }
    }

    /// What is to be said of a line whose customer is known: the same, another, or erased.
    private func before(
        _ input: SubjectInput, _ tokens: ReferenceTokens, _ known: [[UInt8]: ReferenceRow]
    ) throws(VaultError) -> ImportResult? {
        let missing = tokens.all.filter { known[$0] == nil }.compactMap { Reference(bytes: $0) }
        guard memory.withLock({ memory in missing.allSatisfy { memory.vouched[$0] == nil } }) else {
            throw VaultError(.integrity, "a reference that the ledger knows is missing in the store")
        }
        guard let row = tokens.subject.flatMap({ known[$0] }) else { return nil }
        if row.isErased { throw VaultError(.erased, rule: "ref.erased") }
        let content: Digest
        do { content = try contentHash(of: input) } catch { throw VaultError(error.code) }
        guard row.content == content else { throw VaultError(.conflict, rule: "ref.other_content") }
        return .unchanged
    }
}

extension Vault {
    /// What tells a line from another one: all of it but values of the highest tier, as a card's number.
    ///
    /// Whoever imports must not try out by it what such a value is, and nothing of one is to outlive its keys.
    func contentHash(of input: SubjectInput) throws(FieldsError) -> Digest {
        let charter = charter
        let records = input.records.map { record in
            RecordInput(
                className: record.className, ref: record.ref, device: record.device,
                fields: Dictionary(
                    uniqueKeysWithValues: record.fields.map { name, value in
                        let path = FieldPath(className: record.className, field: name)
                        return (name, charter.fields[path]?.tier ?? 3 < 3 ? value : .null)
                    }))
        }
        let told = SubjectInput(
            ref: input.ref, language: input.language, source: input.source, records: records)
        return try fields.contentHash(told.json.canonical)
    }
}

extension ImportResult {
    /// Whether it says something about customers who were here before.
    fileprivate var tellsWhoIsHere: Bool {
        switch self {
        case .unchanged: true
        case .refused(let error): error.code == .erased || error.code == .conflict
        case .added: false
        }
    }
}
