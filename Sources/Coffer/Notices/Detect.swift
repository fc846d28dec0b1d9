import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import CofferOutbound

extension Vault {
    /// Looks in a rendered notice for what is nobody's business in any: cards, accounts, addresses, tokens, keys.
    ///
    /// What its slots show by right is passed over, but for what people choose: a name can hold anything, and so can what
    /// the sender gives.
    ///
    /// - Throws: `leak_detected` with the detector as its rule, as `detector.card`; recorded.
    func detect(
        in message: CofferOutbound.OutboundMessage, _ notice: RenderedNotice, _ rule: NoticeRule,
        _ passage: Passage, _ others: [String]
    ) async throws(VaultError) {
        let byRight = rule.slots.filter { !isChosen($0.value) && $0.value.origin != .given }.keys.compactMap {
            notice.filled[$0]
        }
        let findings = Detection.findings(
            in: message, allowing: byRight + others + [charter.company.contact])
        guard let first = findings.first, case .detector(let detector) = first.cause else { return }
        let name = "detector.\(detector.rawValue)"
        var row = entry(passage.session, RequestID.random(from: random), .scan)
        row.subject = passage.open?.keys.reference
        row.code = .leakDetected
        row.noted = name
        _ = try await record([row])
        throw VaultError(
            .leakDetected, rule: Rule(written: name),
            naming: "a text of the notice looks like what none may carry")
    }

    /// Whether a slot shows a text whose form nothing but its writer decides.
    private func isChosen(_ slot: SlotRule) -> Bool {
        guard slot.form == .clear, let type = slot.path.flatMap({ charter.fields[$0]?.type }) else {
            return false
        }
        return [.name, .organisationName, .username, .text, .freeText].contains(type)
    }
}
