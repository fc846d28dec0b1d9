import Glibc

/// Reading and writing open files; a call that a signal broke off is made again.
package enum Descriptor {
    /// Reads what is there, at most as much as there is room for.
    ///
    /// - Parameters:
    ///   - file: an open file.
    ///   - bytes: gets what was read.
    ///   - place: where in `bytes` it goes.
    /// - Returns: how many bytes came, 0 at the end; less than 0 when it failed, with `errno`.
    package static func read(_ file: Int32, into bytes: inout [UInt8], at place: Int = 0) -> Int {
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place...])
                return unsafe Glibc.read(file, rest.baseAddress, rest.count)
            }
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Reads until there is no room or nothing more comes.
    ///
    /// What holds a secret is read so: an array that is made large enough is never grown, and leaves no copy behind.
    ///
    /// - Parameters:
    ///   - bytes: gets what was read.
    ///   - file: an open file.
    /// - Returns: how many bytes came; less than 0 when it failed, with `errno`.
    package static func fill(_ bytes: inout [UInt8], from file: Int32) -> Int {
        var filled = 0
        while filled < bytes.count {
            let count = read(file, into: &bytes, at: filled)
            guard count > 0 else { return count < 0 ? count : filled }
            filled += count
        }
        return filled
    }

    /// Writes all bytes.
    ///
    /// - Parameters:
    ///   - bytes: what to write.
    ///   - file: an open file.
    /// - Returns: whether all were taken; else `errno` says why not, 0 when nothing did.
    package static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
                return unsafe Glibc.write(file, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            if count == 0 { errno = 0 }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}
