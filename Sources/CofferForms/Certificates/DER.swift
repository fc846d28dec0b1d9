import CofferModel

/// Where one element of DER ends and the next begins (X.690 §8.1.3).
enum DER {
    /// The elements that stand one after another; what does not parse ends the list.
    static func elements(of bytes: [UInt8]) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        var rest = bytes[...]
        while let count = length(of: rest), count <= rest.count {
            elements.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return elements
    }

    /// What stands in the first element; nothing for what does not parse.
    static func content(of bytes: [UInt8]) -> [UInt8] {
        guard let whole = length(of: bytes[...]), whole <= bytes.count, let head = headLength(of: bytes[...])
        else { return [] }
        return Array(bytes[head..<whole])
    }

    /// An element with a tag of one byte.
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        guard content.count >= 128 else { return [tag, UInt8(content.count)] + content }
        let length = Array(BigEndian.bytes(UInt32(content.count)).drop { $0 == 0 })
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }

    private static func length(of bytes: ArraySlice<UInt8>) -> Int? {
        guard let head = headLength(of: bytes) else { return nil }
        guard head > 2 else { return 2 + Int(bytes[bytes.startIndex + 1]) }
        return head + bytes.dropFirst(2).prefix(head - 2).reduce(0) { $0 << 8 | Int($1) }
    }

    /// Tag and length.
    private static func headLength(of bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 2 else { return nil }
        let first = Int(bytes[bytes.startIndex + 1])
        guard first >= 128 else { return 2 }
        let size = first - 128
        return 1...3 ~= size && bytes.count >= 2 + size ? 2 + size : nil
    }
}
