package import CofferModel
import Glibc

/// An IPv4 or IPv6 address in the one form in which programs write it.
package struct NetworkAddress: Hashable, Sendable {
    /// As `192.0.2.10` or `2001:db8::1`.
    package let text: String
    /// Four bytes or sixteen.
    let bytes: [UInt8]

    /// Takes an address as it is written.
    ///
    /// - Throws: `connector.address` for another form.
    package init(_ text: String) throws(BadValue) {
        let family = text.contains(":") ? AF_INET6 : AF_INET
        var bytes = [UInt8](repeating: 0, count: family == AF_INET6 ? 16 : 4)
        var written = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let isRead = unsafe bytes.withUnsafeMutableBytes {
            unsafe inet_pton(family, text, $0.baseAddress) == 1
        }
        let isWritten = unsafe bytes.withUnsafeBytes { bytes in
            unsafe inet_ntop(family, bytes.baseAddress, &written, socklen_t(written.count)) != nil
        }
        let same = written.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) } == Array(text.utf8)
        guard isRead, isWritten, same else { throw BadValue("connector.address") }
        self.text = text
        self.bytes = bytes
    }
}
