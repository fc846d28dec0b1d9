import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import CofferStore

extension Vault {
    /// The slots' values, each in its slot's form; one row at least, even where no slot carries any.
    func slotAnswers(
        _ rule: NoticeRule, _ places: [FieldPath: RecordID], _ labels: LabelSetting, _ passage: Passage
    ) async throws(VaultError) -> ([FieldPath: JSON], [IssuedRow]) {
        var (found, rows) = try await customerLabel(rule, labels, passage)
        let paths = places.keys.filter { $0 != LabelRule.customer }.sorted()
        let asks = paths.map { path in
            Ask(subject: passage.subject, record: places[path], path: path, form: nil)
        }
        guard !asks.isEmpty else {
            if found.isEmpty {
                var row = entry(passage.session, RequestID.random(from: random), .notice)
                row.subject = passage.open?.keys.reference
                _ = try await record([row])
            }
            return (found, rows)
        }
        let (answers, issued) = try await answers(asks, passage, .notice, labels)
        for answer in answers {
            switch answer.result {
            case .value(_, let json): found[paths[answer.ask]] = json
            case .denied(.notFound): continue
            case .denied(let code): throw VaultError(code, field: paths[answer.ask])
            }
        }
        rows += issued
        return (found, rows)
    }

    /// The label of the customer himself, for those who are none.
    private func customerLabel(
        _ rule: NoticeRule, _ setting: LabelSetting, _ passage: Passage
    ) async throws(VaultError) -> ([FieldPath: JSON], [IssuedRow]) {
        guard let open = passage.open,
            let label = rule.label(of: LabelRule.customer).flatMap({ charter.labels[$0] })
        else { return ([:], []) }
        do {
            let (text, issued) = try fields.customerLabel(label, open.keys, charter, setting)
            var row = entry(passage.session, RequestID.random(from: random), .notice)
            row.subject = open.keys.reference
            row.cells = [LedgerCell(record: nil, granted: [.label: [label.path]], denied: [:])]
            _ = try await record([row])
            return ([label.path: .string(text)], [issued].compactMap { $0 })
        } catch { throw vaultError(error) }
    }

    /// Decide, open, record, reveal, for an action that is not a read; with the labels that were made on the way.
    func answers(
        _ asks: [Ask], _ passage: Passage, _ action: Action, _ labels: LabelSetting?
    ) async throws(VaultError) -> ([Answer], [IssuedRow]) {
        let (session, loaded) = (passage.session, passage.loaded)
        let id = RequestID.random(from: random)
        try await opened.enter()
        defer { opened.leave() }
        var decision = charter.decide(
            request(session, id, action, asks, notice: passage.kind), facts(session, loaded))
        let denials = decision.denials
        var answers = denials.map { Answer(ask: $0.ask, result: .denied($0.code)) }
        let base = entry(session, id, action)
        guard let grant = decision.takeGrant() else {
            _ = try await record(rows([], denials, asks, base, loaded))
            return (answers, [])
        }
        let unseen: Unseen
        do { unseen = try self.open(grant, loaded, labels: labels) } catch {
            try await refuse(error, passage)
        }
        let issued = unseen.issued
        let receipt = try await record(rows(unseen.outcomes, denials, asks, base, loaded))
        try checkPresent(loaded)
        answers += unseen.reveal(for: receipt)
        return (answers, issued)
    }
}
