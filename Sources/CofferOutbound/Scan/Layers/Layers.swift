import CofferForms

/// A text and what the encodings in it hold, one inside the other up to three deep.
///
/// A layer is never longer than the one it stands in, and only those on the way to it are in memory.
enum Layers {
    /// How many encodings are undone one after the other.
    static let depth = 3

    /// Hands over the text, and then each layer of it.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, or what is taken for it.
    ///   - read: gets a layer, and whether base64 or hexadecimal held it: of ordinary text, scraps.
    static func read(_ bytes: [UInt8], _ read: (_ layer: [UInt8], _ isHeld: Bool) -> Void) {
        visit(bytes, left: depth, isHeld: false, read)
    }

    private static func visit(
        _ bytes: [UInt8], left: Int, isHeld: Bool, _ read: ([UInt8], Bool) -> Void
    ) {
        guard !bytes.isEmpty else { return }
        let signs = signs(in: bytes)
        // Letters and marks apart are put together, so that what follows need not know the difference.
        let bytes = signs & mark == 0 ? bytes : composed(bytes)
        read(bytes, isHeld)
        guard left > 0 else { return }
        if signs & escape != 0, let plain = Escapes.undone(bytes) {
            visit(plain, left: left - 1, isHeld: isHeld, read)
        }
        for plain in Base64Runs.texts(in: bytes) { visit(plain, left: left - 1, isHeld: true, read) }
        for plain in HexRuns.texts(in: bytes) { visit(plain, left: left - 1, isHeld: true, read) }
    }

    private static func composed(_ bytes: [UInt8]) -> [UInt8] {
        Array(Composed.canonical(String(decoding: bytes, as: UTF8.self)).utf8)
    }

    private static let escape: UInt8 = 1
    private static let mark: UInt8 = 2

    /// Which bytes begin an escape, a combining mark, or a part of a Hangul syllable.
    private static let kinds: [UInt8] = (0..<256).map { byte in
        switch byte {
        case 0xCC, 0xCD, 0xE1: mark
        default: Escapes.signs[byte] ? escape : 0
        }
    }

    private static func signs(in bytes: [UInt8]) -> UInt8 {
        let table = kinds
        let (bytes, kinds) = (bytes.span, table.span)
        var signs: UInt8 = 0
        for place in bytes.indices { unsafe signs |= kinds[unchecked: Int(bytes[unchecked: place])] }
        return signs
    }
}
