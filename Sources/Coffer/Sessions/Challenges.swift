import CofferModel
import Synchronization

/// The login challenges that wait for their signature: one a person, each good once.
final class Challenges: Sendable {
    private struct Open {
        let challenge: LoginChallenge
        let expires: Timestamp
    }

    private static let seconds: Int64 = 60
    private let open = Mutex<[ActorID: Open]>([:])

    /// Keeps a challenge; an earlier one of the same person no longer counts.
    func keep(_ challenge: LoginChallenge, at now: Timestamp) {
        open.withLock {
            $0[challenge.actor] = Open(challenge: challenge, expires: now.adding(seconds: Self.seconds))
        }
    }

    /// Takes a challenge back, if it is this person's newest and not too old; it is gone either way.
    func take(_ random: [UInt8], of actor: ActorID, at now: Timestamp) -> LoginChallenge? {
        guard let found = open.withLock({ $0.removeValue(forKey: actor) }), found.expires > now,
            found.challenge.random == random
        else { return nil }
        return found.challenge
    }
}
