package import CofferModel
import CofferStore

/// How far a look at the certificates that end soon has come.
package struct ExpiryRound: Sendable {
    /// One token to look up.
    struct Question: Sendable {
        let expiry: Expiry
        let number: FieldNumber
        let generation: UInt16
        let token: [UInt8]
    }

    /// The day it is for.
    let today: Int
    /// What is left to look up, the present one first.
    var rest: ArraySlice<Question>
    /// The last place of the present question that was looked at.
    var place: RecordPlace?
    /// What was done.
    package internal(set) var done = Reminded()
    /// Whether nothing is left.
    package internal(set) var isOver = false
}

/// Up to which day the owners of certificates were told, as the ledger keeps it.
enum WatchedDay {
    private static let prefix = "certificates.watched.day_"

    /// What a row notes of it.
    static func noted(_ day: Int) -> String { prefix + String(day) }

    /// The day that a row notes, up to the year 9999.
    static func day(noted: String?) -> Int? {
        guard let noted, noted.hasPrefix(prefix) else { return nil }
        return Int(noted.dropFirst(prefix.count)).flatMap { 0...2_932_896 ~= $0 ? $0 : nil }
    }
}
