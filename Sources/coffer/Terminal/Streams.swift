import CofferModel
import Glibc

/// Writes to standard output, at once: what was said stays said if the process is killed.
///
/// Ends the process when nobody takes it: an answer that was not written must not look like one.
func say(_ text: String) {
    guard Descriptor.write(Array(text.utf8), to: STDOUT_FILENO) else {
        standardError("coffer: unavailable: the answer could not be written\n")
        exit(Code.unavailable.exitStatus)
    }
}

/// Writes to standard error.
func standardError(_ text: String) { _ = Descriptor.write(Array(text.utf8), to: STDERR_FILENO) }
