/// What is noted about a customer beside his values: what happened, what he allowed or forbade, what must rest.
///
/// Decisions read it from the next request on. None of it holds a value.
public enum SubjectNote: Hashable, Sendable {
    /// Something happened; noted twice, it happened once.
    ///
    /// - `service`: to which service of his; without one, to all he has by then. `ordered` opens the service it names.
    /// - `record`: to which record; without one, to all of them.
    /// - `at`: when, and not in the future; without a time, now.
    /// - `until`: the date that `warranty_set` and `validity_set` set, and no other event has.
    case event(EventName, service: String?, record: RecordID?, at: Timestamp?, until: Timestamp?)
    /// He allowed a topic, or objected to it, having seen this version of the text.
    case consent(topic: String, act: ConsentAct, textVersion: Int, expires: Timestamp?)
    /// He takes back what he allowed; where nothing stands, it counts as an objection.
    case withdrawal(topic: String)
    /// A field, or without one everything of his, may only be stored for now.
    case restriction(FieldPath?)
    /// That restriction ends.
    case lift(FieldPath?)
    /// Nothing of his is destroyed for now, on the session's case, until it is looked at again.
    case hold(review: Timestamp)
    /// The hold of the session's case ends.
    case release
    /// A step of the agreement to be written to at the address that a field holds.
    case channel(ChannelField, ChannelChange)
    /// These channels come first, in this order, when several could take a message; the others follow as they stood.
    case channelOrder([ChannelField])
    /// His card may be charged so much for this order, once; a number is never used for another order.
    case order(String, card: RecordID, amount: String, currency: String)
    /// Nothing is charged for the order of this number; none but an open one is taken back.
    case orderWithdrawal(String)
    /// A certificate of his ended before its time, now or at a time that has passed: nobody is reminded of it any more, and
    /// the secrets by which its device is entered are used no more until they are written anew.
    case revocation(RecordID, RevocationReason, at: Timestamp?)

    /// What it is in the charter's grants.
    public var action: Action {
        switch self {
        case .event, .revocation: .event
        case .consent, .withdrawal: .consent
        case .restriction, .lift: .restrict
        case .hold, .release: .hold
        case .channel, .channelOrder: .channel
        case .order, .orderWithdrawal: .order
        }
    }

    /// What the ledger says of it: words of closed lists, dots between them.
    public var name: String {
        switch self {
        case .event(let event, _, _, _, _): "event.\(event.rawValue)"
        case .consent(let topic, let act, _, _): "consent.\(topic).\(act.rawValue)"
        case .withdrawal(let topic): "consent.\(topic).withdrawn"
        case .restriction(let path):
            ["restriction", path?.description].compactMap(\.self).joined(separator: ".")
        case .lift(let path): ["lift", path?.description].compactMap(\.self).joined(separator: ".")
        case .hold: "hold"
        case .release: "release"
        case .channel(let field, let change):
            (["channel", field.path.description] + change.words).joined(separator: ".")
        case .channelOrder: "channel.order"
        case .order: "order"
        case .orderWithdrawal: "order.withdrawn"
        case .revocation(_, let reason, _): "certificate.revoked.\(reason.rawValue)"
        }
    }
}
