import Glibc
import NIOCore

extension ByteBuffer {
    /// Overwrites what is readable, where it lies: also in a buffer that others share.
    func wipe() {
        unsafe withUnsafeReadableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe explicit_bzero(UnsafeMutableRawPointer(mutating: base), bytes.count)
        }
    }
}
