import CofferForms

/// A text and what the encodings in it hold, one inside the other up to three deep.
///
/// Only the layers on the way to the one that is read are in memory: of each, one text for escapes or four
/// for base64, none longer than one and a half times the layer it stands in.
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
    /// What has to follow the first byte of an escape.
    private static let rest: UInt8 = 4

    /// Which bytes begin an escape, a combining mark, or a part of a Hangul syllable.
    private static let kinds: [UInt8] = (0..<256).map { value in
        let byte = UInt8(value)
        if Escapes.signs[value] { return escape }
        if byte == 0xCC || byte == 0xCD || byte == 0xE1 { return mark }
        return Bytes.isAlphanumeric(byte) || byte == 35 || byte == 10 || byte == 13 ? rest : 0
    }

    private static func signs(in bytes: [UInt8]) -> UInt8 {
        let table = kinds
        let (bytes, kinds) = (bytes.span, table.span)
        var (signs, at) = (UInt8(0), 0)
        while true {
            at = Blocks.skip(bytes, from: at, by: Blocks.wide) { distanceFromSign($0) }
            guard at < bytes.count else { return signs }
            // An escape at the end of a block goes on in the next.
            let end = min(at + Blocks.wide + 1, bytes.count)
            var last: UInt8 = 0
            for place in at..<end {
                let kind = kinds[Int(bytes[place])]
                signs |= kind & mark | last & kind >> 2
                last = kind & escape
            }
            at += Blocks.wide
        }
    }

    /// 0 for what begins an escape or mark in ``kinds``.
    @inline(__always)
    private static func distanceFromSign(_ byte: UInt8) -> UInt8 {
        let escape = min(min(byte ^ 0x25, byte ^ 0x26), min(byte ^ 0x3D, byte ^ 0x5C))
        return min(escape, min(byte & 0xFE ^ 0xCC, byte ^ 0xE1))
    }
}
