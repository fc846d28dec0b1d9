import CofferModel
import Glibc
import NIOCore
import Synchronization

/// Bytes that must not stay in memory: wiped when they were sent, and at the latest when nobody needs them.
final class SecretBytes: Sendable {
    private let bytes: Mutex<[UInt8]>

    /// Takes a copy of bytes; the caller wipes his own.
    init(copying bytes: [UInt8]) {
        // An array of its own: one that is shared would be copied again when it is wiped, and wiped as a copy.
        self.bytes = unsafe Mutex(
            [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
                count = unsafe buffer.initialize(fromContentsOf: bytes)
            })
    }

    deinit { wipe() }

    var count: Int { bytes.withLock { $0.count } }

    func wipe() { bytes.withLock { $0.wipe() } }

    /// A buffer to send; whoever sends it wipes it.
    func buffer() -> ByteBuffer { bytes.withLock { ByteBuffer(bytes: $0) } }

    /// Overwrites a buffer where it lies, whoever else still refers to it.
    static func wipe(_ buffer: ByteBuffer) {
        unsafe buffer.withUnsafeReadableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe explicit_bzero(UnsafeMutableRawPointer(mutating: start), bytes.count)
        }
    }
}
