import CofferModel
import NIOCore
import Synchronization

/// Bytes that must not stay in memory: wiped when they were sent, and at the latest when nobody needs them.
final class SecretBytes: Sendable {
    private let bytes: Mutex<[UInt8]>

    /// Takes bytes of which the caller wipes his own copy.
    init(_ bytes: consuming [UInt8]) { self.bytes = Mutex(bytes) }

    deinit { wipe() }

    var count: Int { bytes.withLock { $0.count } }

    func wipe() {
        bytes.withLock { bytes in
            for place in bytes.indices { bytes[place] = 0 }
        }
    }

    /// A buffer to send; whoever sends it wipes it.
    func buffer() -> ByteBuffer { bytes.withLock { ByteBuffer(bytes: $0) } }

    /// Overwrites a buffer where it lies, whoever else still refers to it.
    static func wipe(_ buffer: ByteBuffer) {
        unsafe buffer.withUnsafeReadableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            let place = unsafe UnsafeMutableRawPointer(mutating: start)
            unsafe place.initializeMemory(as: UInt8.self, repeating: 0, count: bytes.count)
        }
    }
}
