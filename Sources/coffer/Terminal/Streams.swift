import CofferModel
import Glibc

/// Writes to standard output, at once: what was said stays said if the process is killed.
///
/// Ends the process when nobody takes it: an answer that was not written must not look like one.
func say(_ text: String) {
    guard write(text, to: STDOUT_FILENO) else {
        standardError("coffer: unavailable: the answer could not be written\n")
        exit(Code.unavailable.exitStatus)
    }
}

/// Writes to standard error.
func standardError(_ text: String) { _ = write(text, to: STDERR_FILENO) }

private func write(_ text: String, to file: Int32) -> Bool {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
    }
    return true
}
