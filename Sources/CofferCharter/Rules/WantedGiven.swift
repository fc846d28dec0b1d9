import CofferModel

extension Charter {
    /// What a sender has to mend, in the charter's words: the slot at fault and what it takes, or all that the kind asks for.
    ///
    /// - Parameters:
    ///   - texts: what he gave, by slot, as ``given(_:for:)`` refused it.
    ///   - notice: a kind of this charter.
    /// - Returns: `status: one of degraded, outage, …`; never what he wrote.
    package func wanted(of texts: [String: String], for notice: NoticeRule) -> String {
        let asked = notice.slots.filter { $0.value.origin == .given }.sorted { $0.key < $1.key }
        let isUnknown = texts.keys.contains { name in !asked.contains { $0.key == name } }
        let fault = asked.first { name, slot in
            texts[name].map { text in (try? given(text, for: slot)) == nil } ?? !slot.optional
        }
        if !isUnknown, let (name, slot) = fault { return "\(name): \(taken(by: slot))" }
        let all = asked.map { $0.key + ($0.value.optional ? " (may be left out)" : "") }
        return all.isEmpty ? "this kind takes nothing of the sender's" : all.joined(separator: ", ")
    }

    private func taken(by slot: SlotRule) -> String {
        let list = slot.list.flatMap { wording.words[$0] }?.keys.sorted().joined(separator: ", ") ?? ""
        return switch slot.form {
        case .date: "a day, as 2027-02-03"
        case .hour: "a day and an hour, as 2027-02-03T14:00Z"
        case .count: "a whole number"
        case .measure: "a number and one of \(wording.units.keys.sorted().joined(separator: ", "))"
        case .word: "one of \(list)"
        case .words: "some of \(list)"
        case .reference: "a number as \(casePattern.example)"
        case .amount: "an amount and a currency, as 12.50 EUR"
        default: "nothing of the sender's"
        }
    }
}
