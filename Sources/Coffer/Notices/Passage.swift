import CofferCharter
import CofferDelivery
import CofferFields
import CofferLedger
import CofferModel

/// One notice on its way through the gate: what is to be sent, to whom, as whose act.
struct Passage {
    let order: NoticeOrder
    /// Whose rights count now: the asker's for a preview, the dispatcher's on the way out.
    let session: Session
    let subject: SubjectID
    let loaded: Loaded
    /// The delivery settings that it was decided under; nil while there are none.
    let settings: DeliverySettings?
    /// What it passes the gate for.
    let stage: Stage
    /// The address it goes to, by field and revision; empty where there is none yet.
    var place = ""

    /// What a notice passes the gate for.
    enum Stage {
        /// To be looked at, queued, or sent.
        case preview, queue, leave
    }

    var kind: String { order.kind }
    var open: OpenSubject? { loaded.open[subject] }
    var facts: SubjectFacts? { loaded.facts[subject] }
}

extension Passage {
    /// The same on its way to an address.
    func to(_ place: String) -> Passage {
        var passage = self
        passage.place = place
        return passage
    }
}

extension Vault {
    /// Records a refusal that no other row tells of, and refuses.
    func refuse(
        _ error: VaultError, _ passage: Passage, _ action: Action = .notice
    ) async throws(VaultError) -> Never {
        var row = entry(passage.session, RequestID.random(from: random), action)
        row.subject = passage.open?.keys.reference
        row.code = error.code
        _ = try await record([row])
        throw error
    }

    /// The gate: gate of the purpose, state and overlays, agreed channel, basis and opt-out, in this order; and the
    /// role's right to the kind.
    ///
    /// - Throws: the code of the first that does not hold, recorded.
    func pass(_ passage: Passage) async throws(VaultError) -> NoticeRule {
        let id = RequestID.random(from: random)
        let ask = Ask(subject: passage.subject, record: nil, path: nil, form: nil)
        let action: Action = passage.stage == .preview ? .preview : .notice
        var request = request(passage.session, id, action, [ask], notice: passage.kind)
        if passage.stage == .leave, let open = passage.open { request.sending = try addresses(of: open) }
        request.recipient = passage.order.recipient.map {
            passage.settings?.recipients[$0]?.registered ?? .unknown
        }
        let held = decide(request, passage.loaded)
        if let denial = held.decision.denials.first {
            try await refuse(VaultError(denial.code), passage, action)
        }
        if passage.stage == .preview {
            var row = entry(passage.session, id, .preview)
            row.subject = passage.open?.keys.reference
            _ = try await record([row])
        }
        withExtendedLifetime(held.hold) {}
        let order = passage.order
        guard let rule = charter.notices[passage.kind],
            order.about.map({ passage.open?.records[$0] != nil }) ?? true
        else { try await refuse(VaultError(.notFound), passage) }
        guard order.recipient == nil || rule.isToOthers else {
            try await refuse(
                VaultError(
                    .badValue, rule: "notice.recipient", naming: "this kind goes to the customer himself"),
                passage, action)
        }
        return rule
    }
}
