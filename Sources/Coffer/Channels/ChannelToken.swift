package import CofferCharter
import CofferFields
package import CofferModel
package import CofferStore

/// What a one-time token stands for that was sent to an address: whoever has it can read what is sent there.
struct ChannelToken: Hashable, Sendable {
    private static let kind = "channel"

    let subject: SubjectID
    let field: ChannelField
    /// The revision of the address that it was sent to.
    let revision: UInt64

    /// As it is sealed.
    var meaning: JSON {
        [
            "kind": .string(Self.kind), "subject": .string(subject.description),
            "channel": .string(field.description), "revision": .integer(Int64(clamping: revision)),
        ]
    }
}

extension ChannelToken {
    /// Reads ``meaning``; nil for what was issued as something else, such as a label.
    init?(meaning: JSON) {
        guard let members = meaning.object, members["kind"]?.string == Self.kind,
            let subject = members["subject"]?.string.flatMap({ SubjectID($0) }),
            let field = members["channel"]?.string.flatMap({ ChannelField($0) }),
            let revision = members["revision"]?.integer.flatMap({ UInt64(exactly: $0) })
        else { return nil }
        self.init(subject: subject, field: field, revision: revision)
    }
}

extension Vault {
    /// Makes the one-time token that verifies a channel's address, for the message that goes to it.
    ///
    /// - Parameters:
    ///   - channel: the channel; the token is for its address as it is now.
    ///   - subject: whose.
    ///   - bytes: at least 16, which nobody can guess; the same give the same token, as each try of one message needs.
    ///   - now: the time it is issued; the token ends with the retention code `verification`, at most a day later.
    /// - Returns: the token as it stands in the message, and the row to store before that leaves.
    /// - Throws: `locked` when this process does not hold the key.
    package func issueVerification(
        of channel: Channel, of subject: SubjectID, from bytes: [UInt8], at now: Timestamp
    ) throws(VaultError) -> (text: String, row: IssuedRow) {
        precondition(bytes.count >= 16, "a one-time token cannot be guessed")
        let text = Hex.encode(bytes)
        let token = ChannelToken(subject: subject, field: channel.field, revision: channel.revision)
        do {
            let row = try fields.issue(
                token.meaning, as: text, target: try fields.issuedTarget(Array("verification ".utf8) + bytes),
                of: subject, until: charter.verificationEnd(from: now))
            return (text, row)
        } catch { throw VaultError(error.code) }
    }
}
