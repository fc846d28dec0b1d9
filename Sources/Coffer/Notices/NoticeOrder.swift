import CofferCrypto
import CofferModel

/// What somebody wants to be sent: of which kind, about what, with what of his own; never a text.
///
/// It is all that is kept of a notice while it waits. The gate, the slots and the text are worked out anew at each try.
struct NoticeOrder: Hashable, Sendable {
    /// The kind, as the charter names it.
    let kind: String
    /// Who gets it, by his name in the register; nil for the customer himself.
    let recipient: String?
    /// What it is about: the certificate, the invoice.
    let about: RecordID?
    /// What the sender gave, by slot.
    let given: [String: String]
    /// For what it is sent.
    let purpose: Purpose
    /// On which ticket.
    let caseID: String?
    /// 32 random bytes, from which the message's name and its tokens come: the same at every try.
    let seed: [UInt8]
    /// The address that is no more on record, for the notice of its change.
    let previous: PreviousAddress?

    /// How the ledger names it: its kind, and who gets it if that is not the customer.
    var name: String { recipient.map { "\(kind).\($0)" } ?? kind }

    /// What is sealed in the outbox.
    var json: JSON {
        var members: [String: JSON] = [
            "kind": .string(kind), "given": .object(given.mapValues { .string($0) }),
            "purpose": .string(purpose.rawValue), "seed": .string(Hex.encode(seed)),
        ]
        members["recipient"] = recipient.map { .string($0) }
        members["about"] = about.map { .string($0.description) }
        members["case"] = caseID.map { .string($0) }
        members["previous"] = previous?.json
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        kind = try members.text("kind") { $0 }
        recipient = try members.takeIfPresent("recipient", \.string)
        about = try members.takeIfPresent("about") { $0.string.flatMap { RecordID($0) } }
        given = try members.take("given") { json in
            json.object.flatMap { object in
                let texts = object.compactMapValues(\.string)
                return texts.count == object.count ? texts : nil
            }
        }
        purpose = try members.text("purpose", Purpose.init(rawValue:))
        caseID = try members.takeIfPresent("case", \.string)
        seed = try members.text("seed") { Hex.decode($0.utf8) }
        previous = try members.takeIfPresent("previous") { try? PreviousAddress(json: $0) }
        try members.end()
        guard seed.count == Self.seedBytes else { throw Members.Unexpected(member: "seed") }
    }

    init(
        kind: String, recipient: String?, about: RecordID?, given: [String: String], purpose: Purpose,
        caseID: String?, seed: [UInt8], previous: PreviousAddress?
    ) {
        precondition(seed.count == Self.seedBytes, "a seed has 32 bytes")
        self.kind = kind
        self.recipient = recipient
        self.about = about
        self.given = given
        self.purpose = purpose
        self.caseID = caseID
        self.seed = seed
        self.previous = previous
    }

    static let seedBytes = 32

    /// 16 bytes for one use in the message, as its name or the token of a slot.
    func bits(for use: String) -> [UInt8] {
        Array(SHA256.hash(seed, Array(use.utf8)).bytes.prefix(16))
    }

    /// The token of a slot: 32 hexadecimal digits.
    func token(of slot: String, to place: String) -> String { Hex.encode(bits(of: slot, to: place)) }

    /// The bits of a slot's token: bound to the address it goes to, so that what one address was sent proves no other.
    func bits(of slot: String, to place: String) -> [UInt8] { bits(for: "slot \(slot) \(place)") }
}

/// An address that was written over, so that its owner can be told: its sealed bytes, as they were in their row.
struct PreviousAddress: Hashable, Sendable {
    let field: ChannelField
    /// The class of its record.
    let ofClass: UInt16
    /// A row with this one cell.
    let packed: [UInt8]

    var json: JSON {
        [
            "channel": .string(field.description), "class": .integer(Int64(ofClass)),
            "packed": .string(Hex.encode(packed)),
        ]
    }
}

extension PreviousAddress {
    /// Reads ``json``.
    init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let field = try members.text("channel") { ChannelField($0) }
        let ofClass = try members.take("class") { $0.integer.flatMap { UInt16(exactly: $0) } }
        let packed = try members.text("packed") { Hex.decode($0.utf8) }
        try members.end()
        self.init(field: field, ofClass: ofClass, packed: packed)
    }
}
