import CofferCharter
import CofferDelivery
import CofferModel

extension Vault {
    /// Who gets notices without being a customer, by name; nobody while there are no settings.
    var register: [String: NamedRecipient] { (try? settingsInForce())?.recipients ?? [:] }

    /// The language that somebody in the register is written to in.
    func language(of recipient: String) -> String? { register[recipient]?.language }
}

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
    /// Whether the company sends each of these kinds, and to such as him.
    func sends(all recipient: NamedRecipient) -> Bool {
        let to: NoticeRule.Recipient = recipient.audience == .staff ? .staff : .recipient
        return recipient.kinds.allSatisfy { notices[$0]?.to.contains(to) ?? false }
    }
}
