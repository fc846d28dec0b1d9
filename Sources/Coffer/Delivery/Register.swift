import CofferCharter
import CofferDelivery
import CofferModel

extension NamedRecipient {
    /// What the decision has to know.
    var registered: RegisteredRecipient {
        switch audience {
        case .staff: RegisteredRecipient(isStaff: true, kinds: kinds, until: nil)
        case .outside(_, let until): RegisteredRecipient(isStaff: false, kinds: kinds, until: until)
        }
    }
}

extension Charter {
    /// The rule that an entry of the register breaks: kinds that the company sends, to such as him, in a language of its own.
    func rule(brokenBy recipient: NamedRecipient) -> (rule: Rule, member: String)? {
        let to: NoticeRule.Recipient = recipient.audience == .staff ? .staff : .recipient
        guard recipient.kinds.allSatisfy({ notices[$0]?.to.contains(to) ?? false }) else {
            return ("delivery.kinds", "kinds")
        }
        return languages.contains(recipient.language) ? nil : ("delivery.recipient", "language")
    }
}
