import CCurl
import Glibc

/// The address that libcurl is about to connect to.
enum PeerAddress {
    /// Four bytes, sixteen, or nil for another family.
    static func bytes(of peer: UnsafeMutablePointer<curl_sockaddr>) -> [UInt8]? {
        guard let raw = unsafe coffer_curl_peer(peer) else { return nil }
        let count = unsafe Int(peer.pointee.addrlen)
        switch unsafe peer.pointee.family {
        case AF_INET where count >= MemoryLayout<sockaddr_in>.size:
            var address = unsafe raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return unsafe withUnsafeBytes(of: &address) { unsafe Array($0) }
        case AF_INET6 where count >= MemoryLayout<sockaddr_in6>.size:
            var address = unsafe raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return unsafe withUnsafeBytes(of: &address) { unsafe Array($0) }
        default: return nil
        }
    }

    /// A socket for it, which no program that is started inherits.
    static func socket(for peer: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        unsafe Glibc.socket(
            peer.pointee.family, peer.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), peer.pointee.protocol)
    }
}
