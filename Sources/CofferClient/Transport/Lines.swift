import CofferModel
import NIOCore

/// The lines of an answer, one at a time.
struct Lines {
    private let incoming: Incoming
    private var left = ByteBuffer()
    /// How far the bytes at hand were searched for a line's end.
    private var searched = 0

    init(_ incoming: Incoming) { self.incoming = incoming }

    /// The next line; nil after the last.
    ///
    /// - Throws: why there is none; `malformed` for bytes after the last line's end.
    mutating func next() async throws(Broken) -> [UInt8]? {
        while true {
            if let line = take() { return line }
            guard left.readableBytes <= Limits.answerLineBytes else { throw .tooLarge }
            guard var more = try await incoming.next() else {
                guard left.readableBytes == 0 else { throw .malformed }
                return nil
            }
            if left.readableBytes == 0 {
                left = more
            } else {
                left.discardReadBytes()
                left.writeBuffer(&more)
            }
        }
    }

    private mutating func take() -> [UInt8]? {
        let view = left.readableBytesView
        let start = view.index(view.startIndex, offsetBy: searched)
        guard let end = view[start...].firstIndex(of: 10) else {
            searched = left.readableBytes
            return nil
        }
        searched = 0
        let line = left.readBytes(length: end - view.startIndex)
        left.moveReaderIndex(forwardBy: 1)
        return line
    }
}
