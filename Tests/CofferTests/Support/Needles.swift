import CofferModel
import Foundation

/// Looks for bytes in all files of a directory, by their 8-byte windows.
enum Needles {
    /// All windows of a needle, so that any aligned or torn piece of it is found by one of them.
    static func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The disjoint windows of bytes written in hex.
    static func words(hex: String) -> [UInt64] {
        let bytes = Hex.decode(hex.lowercased().utf8) ?? []
        return stride(from: 0, to: bytes.count - 7, by: 8).map { word(bytes[$0...]) }.filter { $0 != 0 }
    }

    /// The ways in which text can lie in a file, those of 8 bytes or more.
    ///
    /// Raw, as UTF-16 of both orders, as hex of both cases, and in base64 at three alignments.
    static func spellings(_ text: String) -> [[UInt8]] {
        let raw = Array(text.utf8)
        let hex = Array(Hex.encode(raw).utf8)
        var spellings = [
            raw, text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, hex,
            Array(String(decoding: hex, as: UTF8.self).uppercased().utf8),
        ]
        for shift in 0..<3 {
            let padded = [UInt8](repeating: 0, count: shift) + raw
            let whole = Array(Data(padded).base64EncodedString().utf8)
            // Characters that depend on what stands before or after are left away.
            spellings.append(Array(whole.dropFirst(shift == 0 ? 0 : 4).prefix((raw.count - 3) / 3 * 4)))
        }
        return spellings.filter { $0.count >= 8 }
    }

    /// Which of the words stand anywhere in the files below a directory, and in which file.
    static func search(_ directory: String, for words: Set<UInt64>) throws -> [UInt64: String] {
        // One bit for each hash: almost all windows are dismissed without a look at the set.
        var filter = [UInt64](repeating: 0, count: 1 << 14)
        for word in words {
            let hash = Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 44)
            filter[hash >> 6] |= 1 << UInt64(hash & 63)
        }
        var found: [UInt64: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: directory) {
            guard let data = FileManager.default.contents(atPath: directory + "/" + name) else { continue }
            search([UInt8](data), filter, words) { found[$0] = name }
        }
        return found
    }

    private static func search(
        _ bytes: [UInt8], _ filter: [UInt64], _ words: Set<UInt64>, _ hit: (UInt64) -> Void
    ) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe filter.withUnsafeBufferPointer { filter in
                var window: UInt64 = 0
                for place in 0..<bytes.count {
                    window = window << 8 | UInt64(unsafe bytes[place])
                    let hash = Int(truncatingIfNeeded: (window &* 0x9E37_79B9_7F4A_7C15) >> 44)
                    guard unsafe filter[hash >> 6] & (1 << UInt64(hash & 63)) != 0 else { continue }
                    if words.contains(window) { hit(window) }
                }
            }
        }
    }
}
