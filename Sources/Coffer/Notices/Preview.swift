import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferOutbound

extension Vault {
    /// Renders a notice as it would leave, after comparing it with everything the vault holds of its subject.
    ///
    /// Every outcome stands in the ledger under the asker's name before it is answered, and each preview spends a probe.
    ///
    /// - Parameters:
    ///   - kind: the kind of notice, as the charter names it.
    ///   - subject: whom it is for.
    ///   - record: what it is about: the certificate, the invoice; nil for a kind that is about nothing of his.
    ///   - given: what the sender gives, by slot.
    ///   - recipient: who would get it, for a kind that goes to staff or to somebody outside; nil to see its text only.
    ///   - session: who asks.
    /// - Returns: the notice; nothing is sent.
    /// - Throws: `leak_detected` when it holds a value it must not carry, naming the fields; `placeholder_forbidden`,
    ///   `template_invalid`, `bad_value` for what was given, the denial's code, or a failure. Nothing is shown then.
    public func preview(
        _ kind: String, for subject: SubjectID, about record: RecordID?, given: [String: String] = [:],
        recipient: String? = nil, as session: Session
    ) async throws(VaultError) -> NoticePreview {
        try checkAlive()
        let order = NoticeOrder(
            kind: kind, recipient: recipient, about: record, given: given, purpose: session.purpose,
            caseID: session.caseID,
            seed: random.bytes(NoticeOrder.seedBytes), previous: nil)
        let (passage, rule) = try await enter(order, subject, session, for: .preview)
        let agreed = recipient == nil ? try channels(for: rule, passage) : []
        let composed = try await compose(passage, rule, to: agreed.first, nil)
        let notice = composed.notice
        return NoticePreview(
            kind: kind, language: composed.language, subject: notice.subject, body: notice.body,
            html: notice.html,
            slots: rule.slots.sorted { $0.key < $1.key }.map {
                NoticePreview.Slot(
                    name: $0.key, form: $0.value.form.rawValue,
                    origin: notice.filled[$0.key] == nil ? "nothing" : $0.value.origin.told,
                    field: $0.value.path)
            },
            agreedChannels: recipient == nil ? agreed.count : 1)
    }

    /// What a preview and a queued notice have in common: somebody asks for a kind, and it passes the gate.
    func enter(
        _ order: NoticeOrder, _ subject: SubjectID, _ session: Session, for stage: Passage.Stage
    ) async throws(VaultError) -> (Passage, NoticeRule) {
        try await refuse(kind: order.kind, session)
        let loaded = try await load([subject])
        let passage = Passage(
            order: order, session: session, subject: subject, loaded: loaded, settings: try settingsInForce(),
            stage: stage)
        guard passage.open != nil, passage.facts != nil else {
            try await refuse(VaultError(.notFound), passage)
        }
        return (passage, try await pass(passage))
    }
}

extension SlotRule.Origin {
    /// Where a value comes from, in a word.
    fileprivate var told: String {
        switch self {
        case .field, .label: "record"
        case .given: "sender"
        case .charter: "charter"
        case .message: "chance"
        case .closed: "nothing"
        }
    }
}
