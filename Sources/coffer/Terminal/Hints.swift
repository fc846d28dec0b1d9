import Coffer
import CofferModel

extension Code {
    /// What a person can do about it, or what it means; constant words.
    var hint: String? {
        switch self {
        case .noCase: "name the ticket, numbered as your charter asks for it, such as NET-17: --case ID"
        case .noReason: "say why, with a code of the charter: --reason CODE"
        case .noAck: "read and accept the confidentiality text first: coffer staff acknowledge"
        case .noMFA: "prove your second factor first: coffer login FILE"
        case .approvalMissing: "a second person has to agree"
        case .actorUnknown: "your user is not in the staff directory, or no longer active"
        case .roleDenied: "you do not hold this role, or it has no grant for this"
        case .noPurpose: "what you ask for may not be used for this purpose"
        case .throttled: "the budget of this hour is spent"
        case .notFound: "there is none, or none that you may know of"
        case .holdActive: "a hold forbids it for now"
        case .sourceAddress: "only from a fixed address, which the command line does not have"
        case .channelNotAgreed: Self.noChannel
        case .groundMissing:
            "it goes to a name of the register who is entered for this kind: --to NAME; coffer delivery show lists them"
        case .agreementExpired: "the day that the register has for him is over: coffer delivery show"
        case .placeholderForbidden:
            "a slot that must have a value has none: \(Self.fill)"
        default: nil
        }
    }

    /// What he adds to his command, where the vault has said what is wanted.
    var option: String? {
        switch self {
        case .noCase: "--case ID"
        case .placeholderForbidden: Self.fill
        default: nil
        }
    }

    private static let fill = "give its field one, or name its record with --about"

    /// Why no channel takes a notice, and where to see it.
    static let noChannel =
        "no channel takes it now: what counts is one that is agreed for its topic, not suspended, and still of the "
        + "address that was agreed to (for welcome_verify, one that is only proposed); coffer channel list shows them"

    /// Whether the asker can do something about it himself.
    var isInHisHands: Bool { [.noCase, .noReason, .noAck, .noMFA].contains(self) }
}

extension SubjectView {
    /// What would have to be brought for the fields that were denied for want of it.
    var hints: String {
        let codes = records.flatMap(\.fields.values).compactMap { result in
            if case .denied(let code) = result { code } else { nil as Code? }
        }
        return Set(codes).filter(\.isInHisHands).sorted().compactMap { code in
            code.hint.map { Look.dim.paint("\(code.rawValue): \($0)") + "\n" }
        }.joined()
    }
}
