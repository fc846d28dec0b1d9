package import CofferModel
import Glibc

/// A user name and a password of the mail server, in memory of their own that is wiped with this object.
///
/// libcurl makes a copy for each connection, and frees it unwiped; the program `coffer` wipes all that is freed.
@safe package final class SMTPCredentials: @unchecked Sendable, Withheld {
    /// Each ended with NUL; written only while it is made.
    private let user: UnsafeMutableRawBufferPointer
    private let password: UnsafeMutableRawBufferPointer

    /// Copies both; the caller wipes its own.
    ///
    /// - Parameters:
    ///   - user: 1...``DeliveryLimits/credentialBytes`` bytes without controls.
    ///   - password: likewise.
    /// - Throws: `delivery.credentials` for others.
    package init(user: UnsafeRawBufferPointer, password: UnsafeRawBufferPointer) throws(BadValue) {
        guard unsafe Self.isUsable(user), unsafe Self.isUsable(password) else {
            throw BadValue("delivery.credentials")
        }
        unsafe self.user = unsafe Self.copy(user)
        unsafe self.password = unsafe Self.copy(password)
    }

    deinit {
        unsafe Self.wipe(user)
        unsafe Self.wipe(password)
    }

    /// Lends both as C strings.
    func lend(_ body: (_ user: UnsafePointer<CChar>, _ password: UnsafePointer<CChar>) -> Void) {
        guard let user = unsafe user.baseAddress, let password = unsafe password.baseAddress else { return }
        unsafe body(
            user.assumingMemoryBound(to: CChar.self), password.assumingMemoryBound(to: CChar.self))
    }

    private static func isUsable(_ bytes: UnsafeRawBufferPointer) -> Bool {
        unsafe 1...DeliveryLimits.credentialBytes ~= bytes.count && bytes.allSatisfy { $0 >= 32 && $0 != 127 }
    }

    private static func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawBufferPointer {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 1, alignment: 1)
        unsafe copy.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe copy.copyMemory(from: bytes)
        return unsafe copy
    }

    private static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
        if let start = bytes.baseAddress { unsafe explicit_bzero(start, bytes.count) }
        unsafe bytes.deallocate()
    }
}
