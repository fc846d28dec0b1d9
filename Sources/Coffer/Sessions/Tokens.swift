import CofferCrypto
public import CofferModel
import Synchronization

/// A short-lived proof that a person opened a session, for a program that serves several people.
///
/// 256 random bits; the vault keeps their hash only, in memory, for fifteen minutes, bound to the service account it was
/// issued for.
public struct Token: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let bits: [UInt8]
    /// Until when it counts.
    public let expires: Timestamp

    /// The text to hand over, 64 hexadecimal digits; treat it as a password.
    public var secret: String { Hex.encode(bits) }
    /// A constant: tokens do not print.
    public var description: String { "token" }
    /// A constant: tokens do not print.
    public var debugDescription: String { "token" }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The tokens issued by this process.
final class Tokens: Sendable {
    private struct Issued {
        let actor: ActorID
        let uid: UInt32
        let expires: Timestamp
    }

    private static let seconds: Int64 = 15 * 60
    private static let most = 4096
    /// Of one person, so that nobody uses up everybody's.
    private static let mostOfOne = 16
    private let issued = Mutex<[Digest: Issued]>([:])

    /// Issues a token, or nil when too many are alive.
    func issue(_ actor: ActorID, uid: UInt32, at now: Timestamp, from random: any RandomSource) -> Token? {
        let token = Token(bits: random.bytes(32), expires: now.adding(seconds: Self.seconds))
        let entry = Issued(actor: actor, uid: uid, expires: token.expires)
        let fits = issued.withLock { issued in
            issued = issued.filter { $0.value.expires > now }
            guard issued.count < Self.most, issued.values.count(where: { $0.actor == actor }) < Self.mostOfOne
            else { return false }
            issued[SHA256.hash(token.bits)] = entry
            return true
        }
        return fits ? token : nil
    }

    /// Ends the tokens of a person whose rights have ended: giving them back does not bring these back.
    func end(of actor: ActorID) { issued.withLock { $0 = $0.filter { $0.value.actor != actor } } }

    /// Who a token stands for, if it is alive and was issued for this user.
    func actor(_ text: String, uid: UInt32, at now: Timestamp) -> ActorID? {
        guard let bits = Hex.decode(text.utf8), bits.count == 32 else { return nil }
        let entry = issued.withLock { $0[SHA256.hash(bits)] }
        guard let entry, entry.uid == uid, entry.expires > now else { return nil }
        return entry.actor
    }
}
