import CofferModel
import Glibc
import Synchronization

/// What a service answered.
struct Response: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON? { try? JSON(reading: body) }
    var code: String? { json?["code"]?.string }
    var lines: [JSON] {
        body.split(separator: 10).compactMap { try? JSON(reading: Array($0)) }
    }
}

/// One connection to a unix socket, byte by byte; calls that block run on threads of their own.
final class Client: Sendable {
    private let descriptor: Int32
    private let received = Mutex<[UInt8]>([])
    private let isOpen = Mutex(true)

    init(_ path: String, seconds: Int = 60) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let descriptor = descriptor
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
        guard status == 0 else {
            close()
            throw Unexpected(what: "connect: \(errno)")
        }
    }

    deinit { close() }

    func close() {
        let closes = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if closes { Glibc.close(descriptor) }
    }

    /// Ends the sending side.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        let descriptor = descriptor
        let failure: Int32? = await apart {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return errno }
                rest = rest.dropFirst(count)
            }
            return nil
        }
        if let failure { throw Unexpected(what: "send: \(failure)") }
    }

    /// More bytes; nil at the end of the connection.
    private func more() async throws -> [UInt8]? {
        let descriptor = descriptor
        let (count, bytes, failure) = await apart {
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            return (count, chunk, errno)
        }
        if count < 0, failure == EAGAIN { throw Unexpected(what: "nothing came in time") }
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Everything until the end.
    func rest() async throws -> [UInt8] {
        while let bytes = try await more() { received.withLock { $0 += bytes } }
        return received.withLock { received in
            defer { received = [] }
            return received
        }
    }

    /// Whether the other side ended the connection without another byte.
    func isEnded() async throws -> Bool { try await rest().isEmpty }

    private func take(_ find: ([UInt8]) -> Int?) async throws -> [UInt8] {
        while true {
            let found: [UInt8]? = received.withLock { received in
                guard let end = find(received) else { return nil }
                defer { received.removeFirst(end) }
                return Array(received.prefix(end))
            }
            if let found { return found }
            guard let bytes = try await more() else { throw Unexpected(what: "the connection ended") }
            received.withLock { $0 += bytes }
        }
    }

    private static func end(of mark: String, in bytes: [UInt8]) -> Int? {
        let mark = Array(mark.utf8)
        guard bytes.count >= mark.count else { return nil }
        for start in 0...(bytes.count - mark.count)
        where bytes[start..<(start + mark.count)].elementsEqual(mark) {
            return start + mark.count
        }
        return nil
    }

    /// Up to and with a mark.
    func read(to mark: String) async throws -> String {
        String(decoding: try await take { Self.end(of: mark, in: $0) }, as: UTF8.self)
    }

    /// One whole answer.
    func response() async throws -> Response {
        let head = try await read(to: "\r\n\r\n").split(separator: "\r\n").map { String($0) }
        let status = Int(head.first?.split(separator: " ").dropFirst().first ?? "") ?? 0
        var headers: [String: String] = [:]
        for line in head.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].dropFirst()) : ""
        }
        if headers["transfer-encoding"] == "chunked" {
            return Response(status: status, headers: headers, body: try await chunks())
        }
        let count = Int(headers["content-length"] ?? "0") ?? 0
        let body = try await take { $0.count >= count ? count : nil }
        return Response(status: status, headers: headers, body: body)
    }

    private func chunks() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = Int(try await read(to: "\r\n").dropLast(1).description.trimmed, radix: 16) ?? 0
            let chunk = try await take { $0.count >= size + 2 ? size + 2 : nil }
            if size == 0 { return body }
            body += chunk.dropLast(2)
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(prefix { $0.isHexDigit }) }
}
