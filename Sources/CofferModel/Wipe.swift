import Glibc

extension [UInt8] {
    /// Overwrites all bytes with zeros, in a way that no compiler leaves out.
    ///
    /// Only this array's own storage: a copy that somebody else refers to is not reached.
    package mutating func wipe() {
        unsafe withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe explicit_bzero(base, bytes.count)
        }
    }
}
