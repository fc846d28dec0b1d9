import CofferModel
import Synchronization

/// The passphrases of encrypted keys, by the names of their files; wiped when they are let go.
package final class Passphrases: Sendable {
    private let all: Mutex<[String: [UInt8]]>
    private static let everybody = ""

    /// None at all.
    package init() { all = Mutex([:]) }

    /// Reads lines of a file's name, a tab and its passphrase; or one line, which is for all files.
    ///
    /// - Parameter bytes: at most 1 MiB; wiped.
    /// - Throws: `intake.passphrases` with the line that is neither.
    package init(wiping bytes: inout [UInt8]) throws(IntakeFault) {
        defer { bytes.wipe() }
        guard bytes.count <= Limits.passphraseFileBytes else {
            throw IntakeFault("intake.passphrases", line: 0, isEnd: true)
        }
        var found: [String: [UInt8]] = [:]
        // Places and no slices: what refers to the bytes when they are wiped would keep a copy of them.
        let lines = Self.lines(of: bytes)
        let given = lines.count { !$0.isEmpty }
        for (place, whole) in lines.enumerated() where !whole.isEmpty {
            let end = bytes[whole.upperBound - 1] == 13 ? whole.upperBound - 1 : whole.upperBound
            let refusal = IntakeFault("intake.passphrases", line: place + 1, isEnd: true)
            var name: String? = Self.everybody
            var start = whole.lowerBound
            if let tab = (start..<end).first(where: { bytes[$0] == 9 }) {
                name = tab == start ? nil : String(validating: bytes[start..<tab], as: UTF8.self)
                start = tab + 1
            } else if given > 1 {
                throw refusal
            }
            guard let name, found.updateValue(Array(bytes[start..<end]), forKey: name) == nil else {
                throw refusal
            }
        }
        all = Mutex(found)
    }

    deinit {
        all.withLock { all in
            for name in Array(all.keys) { all[name]?.wipe() }
        }
    }

    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for place in bytes.indices where bytes[place] == 10 {
            lines.append(start..<place)
            start = place + 1
        }
        return lines + [start..<bytes.count]
    }

    /// The passphrase of a file; who asks wipes it.
    func passphrase(of file: String) -> [UInt8]? {
        all.withLock { all in
            guard let found = all[file] ?? all[Self.everybody] else { return nil }
            // A copy of its own, so that the caller's wiping does not reach the original.
            return found.map { $0 }
        }
    }
}
