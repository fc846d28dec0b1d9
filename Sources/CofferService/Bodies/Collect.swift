import CofferModel
import HummingbirdCore
import NIOCore

extension BodyBuffers {
    /// Puts a body together in locked memory; its pieces are gone from ordinary memory after.
    ///
    /// - Parameters:
    ///   - body: the body.
    ///   - length: how long it says it is, if it says so.
    ///   - uid: whose it is.
    /// - Returns: the whole body.
    /// - Throws: `too_large`, `unavailable`, or `usage` for a body that does not come whole.
    @concurrent func collect(_ body: RequestBody, length: Int?, of uid: UInt32) async throws(VaultError)
        -> TakenBuffer
    {
        let size: Size = (length ?? 0) > smallBytes ? .large : .small
        var buffer = try await take(size, for: uid)
        var grown = size == .large
        var pieces = body.makeAsyncIterator()
        while let piece = try await Self.next(&pieces) {
            defer { piece.wipe() }
            if Self.append(piece, to: buffer) { continue }
            guard !grown else { throw VaultError(.tooLarge, "the body is larger than 1 MiB") }
            let larger = try await take(.large, for: uid)
            grown = true
            _ = unsafe buffer.withBytes { unsafe larger.append($0) }
            buffer = larger
            guard Self.append(piece, to: buffer) else {
                throw VaultError(.tooLarge, "the body is larger than 1 MiB")
            }
        }
        return buffer
    }

    private static func append(_ piece: ByteBuffer, to buffer: TakenBuffer) -> Bool {
        unsafe piece.withUnsafeReadableBytes { unsafe buffer.append($0) }
    }

    @concurrent static func next(_ pieces: inout RequestBody.AsyncIterator) async throws(VaultError)
        -> ByteBuffer?
    {
        do { return try await pieces.next() } catch {
            switch error as? WireFault {
            case .broken(let rule): throw VaultError(.usage, rule: rule)
            case .late: throw VaultError(.usage, rule: "http.body_time")
            case .truncated, nil: throw VaultError(.usage, rule: "http.body_cut")
            }
        }
    }
}
