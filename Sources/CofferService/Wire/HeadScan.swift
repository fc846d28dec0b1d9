/// Looks for the end of a request's header, byte by byte as they arrive.
///
/// Refuses at once what no header holds: bare CR or LF, NUL and other control bytes, bytes beyond ASCII (RFC 9112
/// §2.2, RFC 9110 §5.5).
struct HeadScan {
    enum Outcome: Equatable {
        case incomplete
        /// The header ends before this offset.
        case complete(Int)
        case broken
    }

    fileprivate var at = 0
    private var lineBytes = 0
    private var afterCR = false

    /// Looks at the bytes it has not seen.
    ///
    /// - Parameter bytes: all bytes since the request began.
    /// - Returns: whether the header is complete, or never will be.
    mutating func scan(_ bytes: some RandomAccessCollection<UInt8>) -> Outcome {
        for byte in bytes.dropFirst(at) {
            at += 1
            if afterCR {
                guard byte == 10 else { return .broken }
                if lineBytes == 0 { return .complete(at) }
                (afterCR, lineBytes) = (false, 0)
            } else if byte == 13 {
                afterCR = true
            } else {
                guard byte == 9 || 32...126 ~= byte else { return .broken }
                lineBytes += 1
            }
        }
        return .incomplete
    }
}

extension HeadScan {
    /// Whether it has seen nothing yet.
    var isFresh: Bool { at == 0 }
}
