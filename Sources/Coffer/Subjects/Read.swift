import CofferCharter
import CofferFields
import CofferForms
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

/// One field of one record that somebody wants to see.
public struct FieldAsk: Hashable, Sendable {
    /// Whose.
    public let subject: SubjectID
    /// Of which record.
    public let record: RecordID
    /// Which field.
    public let path: FieldPath
    /// The form wished for; nil takes the most protective one that is granted.
    public let form: Form?
    /// For ``Form/verified``: what the value is compared with, as a person would type it.
    public let equals: JSON?

    /// Takes what is asked.
    ///
    /// - Parameters:
    ///   - subject: whose.
    ///   - record: of which record.
    ///   - path: which field.
    ///   - form: the form wished for.
    ///   - equals: for `verified`, the value to compare with.
    public init(subject: SubjectID, record: RecordID, path: FieldPath, form: Form? = nil, equals: JSON? = nil)
    {
        self.subject = subject
        self.record = record
        self.path = path
        self.form = form
        self.equals = equals
    }
}

extension Vault {
    /// Answers one request for values: decide, open, record, reveal, in that order; the types allow no other.
    ///
    /// - Parameters:
    ///   - asks: 1...1,024 fields of any number of subjects.
    ///   - session: who asks.
    /// - Returns: one answer an ask, in order, each with its own form or denial.
    /// - Throws: ``VaultError`` when the ledger cannot be made durable, or stored data are damaged. Nothing is
    ///   revealed then.
    public func read(_ asks: [FieldAsk], as session: Session) async throws(VaultError) -> [Answer] {
        try checkAlive()
        guard 1...Limits.asksPerRead ~= asks.count else {
            throw VaultError(.tooLarge, "1...1,024 fields a read")
        }
        if let refused = try await refused(asks, session) { return refused }
        let loaded = try await load(asks.map(\.subject))
        return try await read(asks, session, loaded, .read)
    }

    /// The answers of whoever gets none about anybody, given before anybody is looked up; nil when he may get one.
    private func refused(_ asks: [FieldAsk], _ session: Session) async throws(VaultError) -> [Answer]? {
        let wishes = Dictionary(asks.map { (Wish(path: $0.path, form: $0.form), 0) }) { first, _ in first }
            .keys
        guard refusal(session, .read, wishes.map { ($0.path, $0.form) }) != nil else { return nil }
        var codes: [Wish: Code] = [:]
        for wish in wishes { codes[wish] = refusal(session, .read, [(wish.path, wish.form)]) }
        var row = entry(session, RequestID.random(from: random), .read)
        row.code = codes.values.min()
        let known = codes.filter { charter.fields[$0.key.path] != nil }
        let denied = Dictionary(grouping: known.keys) { known[$0] ?? .roleDenied }
        if !denied.isEmpty {
            row.cells = [
                LedgerCell(
                    record: nil, granted: [:], denied: denied.mapValues { Set($0.map(\.path)).sorted() })
            ]
        }
        _ = try await record([row])
        return asks.enumerated().map { place, ask in
            Answer(
                ask: place,
                result: .denied(codes[Wish(path: ask.path, form: ask.form)] ?? .roleDenied))
        }
    }

    private struct Wish: Hashable {
        let path: FieldPath
        let form: Form?
    }

    func read(
        _ asks: [FieldAsk], _ session: Session, _ loaded: Loaded, _ action: Action
    ) async throws(VaultError) -> [Answer] {
        var answers: [Answer] = []
        for part in parts(asks, loaded) {
            let some = try await readPart(Array(asks[part]), session, loaded, action)
            answers += some.map { Answer(ask: $0.ask + part.lowerBound, result: $0.result) }
        }
        return answers
    }

    private func readPart(
        _ asks: [FieldAsk], _ session: Session, _ loaded: Loaded, _ action: Action
    ) async throws(VaultError) -> [Answer] {
        let id = RequestID.random(from: random)
        let plain = asks.map { Ask(subject: $0.subject, record: $0.record, path: $0.path, form: $0.form) }
        try await opened.enter()
        defer { opened.leave() }
        var held = decide(request(session, id, action, plain), loaded)
        let denials = held.decision.denials
        var answers = denials.map { denial in
            let ask = asks[denial.ask]
            let refusal =
                denial.code == .notFound ? self.refusal(session, action, [(ask.path, ask.form)]) : nil
            return Answer(ask: denial.ask, result: .denied(refusal ?? denial.code))
        }
        let base = entry(session, id, action)
        guard let grant = held.decision.takeGrant() else {
            _ = try await record(rows([], denials, plain, base, loaded))
            return answers.sorted { $0.ask < $1.ask }
        }
        let unseen = try open(grant, loaded, candidates: candidates(asks), labels: nil)
        let receipt = try await record(rows(unseen.outcomes, denials, plain, base, loaded))
        try checkPresent(loaded)
        answers += unseen.reveal(for: receipt)
        withExtendedLifetime(held.hold) {}
        return answers.sorted { $0.ask < $1.ask }
    }

    /// Nothing is revealed of who was erased while the request was on its way.
    func checkPresent(_ loaded: Loaded) throws(VaultError) {
        let gone = memory.withLock { memory in
            loaded.open.values.contains { memory.vouched[$0.keys.reference]?.hash == nil }
        }
        guard !gone else { throw VaultError(.notFound) }
    }

    /// Opens what was granted, in the vault's words when that fails.
    func open(
        _ grant: consuming Grant, _ loaded: Loaded, candidates: [Int: [UInt8]] = [:], labels: LabelSetting?
    ) throws(VaultError) -> Unseen {
        do {
            return try fields.open(grant, loaded.open, charter, candidates: candidates, labels: labels)
        } catch { throw VaultError(error.code) }
    }

    private func candidates(_ asks: [FieldAsk]) -> [Int: [UInt8]] {
        var candidates: [Int: [UInt8]] = [:]
        for (place, ask) in asks.enumerated() {
            guard let value = ask.equals, let type = charter.fields[ask.path]?.type else { continue }
            // What is no value of the type equals none; the empty candidate matches nothing that is stored.
            candidates[place] = (try? Canonical.bytes(of: value, as: type, at: now())) ?? []
        }
        return candidates
    }

    /// Cuts a long read so that the opened values of each part fit one buffer.
    func parts(_ asks: [FieldAsk], _ loaded: Loaded) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        var size = 0
        for (place, ask) in asks.enumerated() {
            let row = loaded.open[ask.subject]?.records[ask.record]
            let next = min(row?.packed.count ?? 0, 2 * Limits.valueBytes)
            if size + next > Limits.openedBytes && place > start || place - start == Limits.asksPerRead {
                parts.append(start..<place)
                (start, size) = (place, 0)
            }
            size += next
        }
        parts.append(start..<asks.count)
        return parts
    }
}
