import Coffer
import CofferModel

extension Code {
    /// What a person can do about it, or what it means; constant words.
    var hint: String? {
        switch self {
        case .noCase: "name the ticket: --case ID, in the form that the charter asks for"
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
        default: nil
        }
    }

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
