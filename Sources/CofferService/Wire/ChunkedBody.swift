import CofferModel
import NIOCore

/// Reads a chunked body (RFC 9112 §7.1) without extensions and trailers: nothing here needs them.
struct ChunkedBody {
    private enum State {
        case size(digits: Int, value: Int)
        case sizeEnd(Int)
        case data(Int)
        case dataCR, dataLF
        case lastCR, lastLF
        case done
    }

    private var state = State.size(digits: 0, value: 0)

    var isDone: Bool { if case .done = state { true } else { false } }

    /// Takes the next piece of data out of what arrived.
    ///
    /// - Returns: a piece, or nil when more bytes are needed or the body is done.
    /// - Throws: the rule that the bytes break.
    mutating func next(_ input: inout ByteBuffer) throws(HeadFault) -> ByteBuffer? {
        while !isDone {
            if case .data(let left) = state {
                guard let piece = input.readSlice(length: min(left, input.readableBytes)),
                    piece.readableBytes > 0
                else { return nil }
                state = left == piece.readableBytes ? .dataCR : .data(left - piece.readableBytes)
                return piece
            }
            guard let byte = input.readInteger(as: UInt8.self) else { return nil }
            state = try Self.after(state, byte)
        }
        return nil
    }

    private static func after(_ state: State, _ byte: UInt8) throws(HeadFault) -> State {
        switch (state, byte) {
        case (.size(let digits, let value), _):
            if byte == 13, digits > 0 { return .sizeEnd(value) }
            guard digits < 8, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw HeadFault("http.chunk")
            }
            return .size(digits: digits + 1, value: value << 4 | digit)
        case (.sizeEnd(let value), 10): return value == 0 ? .lastCR : .data(value)
        case (.dataCR, 13): return .dataLF
        case (.dataLF, 10): return .size(digits: 0, value: 0)
        case (.lastCR, 13): return .lastLF
        case (.lastLF, 10): return .done
        default: throw HeadFault("http.chunk")
        }
    }
}
