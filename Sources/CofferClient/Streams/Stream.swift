import CofferModel
import NIOCore

extension Asker {
    /// Sends lines and reads lines at the same time.
    ///
    /// - Parameters:
    ///   - call: the route.
    ///   - elements: what is sent.
    ///   - line: makes a line of an element.
    ///   - read: reads a line of the answer.
    /// - Returns: what was made of the last line.
    /// - Throws: the vault's refusal, a failure, or that the answer was cut.
    func stream<Given: AsyncSequence & Sendable, Last: Sendable>(
        _ call: Call, _ elements: Given, line: @escaping @Sendable (Given.Element) -> [UInt8],
        _ read: (JSON) async throws(Stopped) -> Step<Last>
    ) async throws(VaultError) -> Last {
        var call = call
        call.headers = try headers(key: nil)
        return try await connections.stream(call) { connection in
            await connection.send(elements, line: line)
        } read: { (incoming) async throws(Stopped) in
            var lines = Lines(incoming)
            var refusal: VaultError?
            while let json = try await Stopped.line(&lines) {
                switch try await read(json) {
                case .answered: refusal = nil
                case .refused(let error): refusal = error
                case .last(let last):
                    guard try await Stopped.line(&lines) == nil else { throw .broken(.malformed) }
                    return last
                }
            }
            // A service that cannot go on says so of the lines at hand, and ends.
            if let refusal { throw .error(refusal) }
            throw .broken(.closed)
        }
    }
}

extension Connection {
    /// What a line costs besides its bytes, so that short ones are not without end.
    private static let effort = 64

    /// Sends elements as lines, as fast as they are taken, and ends the stream.
    fileprivate func send<Given: AsyncSequence>(
        _ elements: Given, line: (Given.Element) -> [UInt8]
    ) async -> Sending {
        var underWay = 0
        do {
            for try await element in elements {
                let line = line(element)
                guard !line.contains(10) else {
                    throw VaultError(.usage, "a line of a stream has no line end in it")
                }
                var buffer = ByteBuffer(bytes: line)
                buffer.writeInteger(UInt8(ascii: "\n"))
                underWay += buffer.readableBytes + Self.effort
                let written = write(buffer)
                guard underWay > Limits.streamWindow else { continue }
                do { try await written.get() } catch { return .cut }
                underWay = 0
            }
        } catch {
            end(.cancelled)
            return .failed(error as? VaultError ?? VaultError(.unavailable, "the lines could not be read"))
        }
        // A sequence also ends when its task is cancelled: that is not the end of what was to be sent.
        guard !Task.isCancelled else {
            end(.cancelled)
            return .cut
        }
        do { try await endStream() } catch { return .cut }
        return .whole
    }
}

/// What a line of a streamed answer is.
enum Step<Last> {
    case answered
    case refused(VaultError)
    /// The last line, which says how many there were.
    case last(Last)
}

extension Stopped {
    /// The next line of an answer as a document; nil after the last.
    static func line(_ lines: inout Lines) async throws(Stopped) -> JSON? {
        let line: [UInt8]?
        do { line = try await lines.next() } catch { throw .broken(error) }
        guard let line else { return nil }
        guard let json = try? JSON(reading: line, limit: Limits.answerLineBytes) else {
            throw .broken(.malformed)
        }
        return json
    }

    /// Makes something of a document.
    static func reading<Value>(
        _ json: JSON, _ read: (JSON) throws(Members.Unexpected) -> Value
    ) throws(Stopped) -> Value {
        do { return try read(json) } catch { throw .broken(.malformed) }
    }
}
