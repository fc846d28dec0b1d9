import CofferModel
import Glibc
import HummingbirdCore
import NIOCore

/// Cuts a body into lines; one beyond the limit is skipped without being kept.
struct LineSplitter {
    private let most: Int
    private var line: [UInt8] = []
    private var isTooLong = false
    private var number = 0
    /// Whether there is a line without its end.
    private var isOpen = false

    init(most: Int) { self.most = most }

    /// The lines that end in a piece.
    mutating func lines(in piece: ByteBuffer) -> [StreamLine] {
        var lines: [StreamLine] = []
        var rest = piece
        while rest.readableBytes > 0 {
            let end = Self.newline(in: rest)
            take(rest.readBytes(length: end ?? rest.readableBytes) ?? [])
            guard end != nil else { break }
            rest.moveReaderIndex(forwardBy: 1)
            if let line = endLine() { lines.append(line) }
        }
        return lines
    }

    /// How many bytes stand before the next newline.
    private static func newline(in bytes: ByteBuffer) -> Int? {
        unsafe bytes.withUnsafeReadableBytes { bytes in
            guard let start = bytes.baseAddress, let found = unsafe memchr(start, 10, bytes.count) else {
                return nil
            }
            return unsafe UnsafeRawPointer(found) - start
        }
    }

    /// The last line, when it has no end.
    mutating func last() -> StreamLine? { isOpen ? endLine() : nil }

    private mutating func take(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        isOpen = true
        guard !isTooLong, line.count + bytes.count <= most else {
            (isTooLong, line) = (true, [])
            return
        }
        line += bytes
    }

    /// Empty lines count and are not handed on.
    private mutating func endLine() -> StreamLine? {
        number += 1
        if line.last == 13 { line.removeLast() }
        defer { (line, isTooLong, isOpen) = ([], false, false) }
        if isTooLong { return StreamLine(number: number, bytes: nil) }
        return line.isEmpty ? nil : StreamLine(number: number, bytes: line)
    }
}

extension LineQueue {
    /// Brings every line of a body.
    ///
    /// - Parameters:
    ///   - body: the body.
    ///   - most: bytes of one line.
    @concurrent func fill(from body: RequestBody, most: Int) async {
        var splitter = LineSplitter(most: most)
        var pieces = body.makeAsyncIterator()
        do throws(VaultError) {
            while let piece = try await BodyBuffers.next(&pieces) {
                let lines = splitter.lines(in: piece)
                piece.wipe()
                for line in lines { await put(line) }
            }
            if let last = splitter.last() { await put(last) }
            end(nil)
        } catch { end(error) }
    }
}
