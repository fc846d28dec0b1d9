import CofferCharter
import CofferFields
import CofferForms
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Whose agreed channel an address is: from where a message came that somebody answers (S2-07).
    ///
    /// An address that is nobody's, somebody's and not agreed, suspended, changed since, erased, or no address at all gets
    /// the same answer. A match says from where a message came and not who wrote it: it unlocks nothing. Every question
    /// spends the probe budget.
    ///
    /// - Parameters:
    ///   - address: an e-mail address or a telephone number, as the message has it.
    ///   - session: who asks.
    /// - Returns: the customers whose agreed channel it is, each with the address as it stands now.
    /// - Throws: the denial's code; `locked` when this process does not hold the fields' index keys; `integrity` for a
    ///   row that is not what the ledger says.
    public func matchChannel(
        _ address: String, as session: Session
    ) async throws(VaultError) -> ChannelMatch {
        try checkAlive()
        do {
            // In a turn: a row and its tokens are compared with the ledger, and nobody writes them meanwhile.
            return try await turn.take { try await match(address, session) }
        } catch { throw vaultError(error) }
    }

    private func match(_ address: String, _ session: Session) async throws(VaultError) -> ChannelMatch {
        try await refuse(refusal(session, .match, [(nil, nil)]), session, .match)
        let id = RequestID.random(from: random)
        let type: FieldType = address.utf8.contains(UInt8(ascii: "@")) ? .email : .phone
        let paths = charter.fields.values.filter { $0.type == type && $0.index != nil }.map(\.path).sorted()
        let asks = paths.map { Ask(subject: nil, record: nil, path: $0, form: nil) }
        var held = decide(request(session, id, .match, asks), Loaded())
        let base = entry(session, id, .match)
        let denials = held.decision.denials
        guard let grant = held.decision.takeGrant() else {
            _ = try await record(rows([], denials, asks, base, Loaded()))
            throw VaultError(denials.first?.code ?? .roleDenied)
        }
        let question = Question(
            session: session, id: id, hits: try await hits(grant, address, type), hold: held.hold)
        var (found, entries) = try await named(question, base)
        if found.isEmpty {
            var row = base
            row.misses = 1
            entries.append(row)
        }
        // Whoever is named leaves only when the ledger has it.
        let receipt = try await record(entries)
        precondition(receipt.request == id, "a match answers with its own receipt")
        withExtendedLifetime(held.hold) {}
        return ChannelMatch(subjects: found)
    }

    /// The customers to name, and a row for each who holds the address; a few at a time, until there are enough.
    private func named(
        _ question: Question, _ base: LedgerEntry
    ) async throws(VaultError) -> (found: [SubjectID], entries: [LedgerEntry]) {
        var found: [SubjectID] = []
        var entries: [LedgerEntry] = []
        let subjects = Set(question.hits.map(\.subject)).sorted()
        for start in stride(from: 0, to: subjects.count, by: Limits.foundSubjects) {
            let some = subjects[start...].prefix(Limits.foundSubjects)
            // In the turn of a writer, facts that differ from the ledger's are nobody's unfinished work.
            guard let loaded = try await loadOnce(Array(some)) else {
                throw VaultError(.integrity, "the facts of a subject are not what the ledger says")
            }
            for open in some.compactMap({ loaded.open[$0] }) where found.count < Limits.foundSubjects {
                var row = base
                row.subject = open.keys.reference
                let paths = try await answering(question, open, loaded)
                if paths.isEmpty {
                    row.code = .channelNotAgreed
                } else {
                    row.cells = [LedgerCell(record: nil, granted: [.verified: paths], denied: [:])]
                    found.append(open.keys.subject)
                }
                entries.append(row)
            }
        }
        return (found, entries)
    }

    /// Those of the fields that hold the address that are a subject's agreed channels as they stand, and may answer.
    private func answering(
        _ question: Question, _ open: OpenSubject, _ loaded: Loaded
    ) async throws(VaultError) -> [FieldPath] {
        let subject = open.keys.subject
        let channels =
            loaded.facts[subject]?.agreedChannels(at: now(), revisions: try addresses(of: open)) ?? []
        var paths: Set<FieldPath> = []
        for hit in question.hits
        where hit.subject == subject && channels.contains(where: { $0.field == hit.field }) {
            let ask = Ask(subject: subject, record: hit.field.record, path: hit.field.path, form: nil)
            let asked = request(question.session, question.id, .match, [ask])
            if let denial = decide(asked, loaded, on: question.hold).denials.first {
                // What there is no budget for is not answered with a no.
                guard denial.code != .throttled else {
                    var row = entry(question.session, question.id, .match)
                    row.code = .throttled
                    _ = try await record([row])
                    throw VaultError(.throttled)
                }
                continue
            }
            // A token that somebody else put there would make his address the customer's.
            try await requireVouched([hit.field.record], open)
            paths.insert(hit.field.path)
        }
        return paths.sorted()
    }

    private func hits(
        _ grant: borrowing Grant, _ address: String, _ type: FieldType
    ) async throws(VaultError) -> [AddressHit] {
        guard let normalised = try? Normalised.query(address, as: type) else { return [] }
        var hits: [AddressHit] = []
        for cell in grant.cells {
            guard let number = cell.number, let path = cell.path else { continue }
            let tokens: [(generation: UInt16, token: [UInt8])]
            do { tokens = try fields.tokens(grant, number, normalised: normalised) } catch {
                throw VaultError(error.code)
            }
            guard !tokens.isEmpty else {
                throw VaultError(.locked, "this process does not hold the field's index key")
            }
            for (generation, token) in tokens {
                let rows: [IndexRow]
                do {
                    rows = try await data.find(
                        number, generation: generation, token: token, after: nil, limit: Self.looked)
                } catch { throw vaultError(error) }
                hits += rows.map {
                    AddressHit(subject: $0.subject, field: ChannelField(record: $0.record, path: path))
                }
            }
        }
        return hits
    }

    /// How many records that hold one address are looked at.
    private static let looked = 1024
}

/// One question on its way: by whom, what the index says, what it may spend.
private struct Question {
    let session: Session
    let id: RequestID
    let hits: [AddressHit]
    let hold: BudgetHold
}

/// A subject, and a field of his that holds the address.
private struct AddressHit {
    let subject: SubjectID
    let field: ChannelField
}
