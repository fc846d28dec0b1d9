import CofferModel
import Glibc

/// Keeps two services from making a socket of the same name.
///
/// A file beside the socket, `coffer.sock.lock`, which the kernel holds for this process: a process that was killed
/// leaves none behind. The file itself stays, because removing it would let two processes hold two files of its name.
final class SocketLock: Sendable {
    private let descriptor: Int32

    /// Takes the name.
    ///
    /// - Throws: `conflict` when another service has it, `unavailable` when the file cannot be made there.
    init(socket path: String) throws(VaultError) {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(path + ".lock", flags, 0o600)
        guard descriptor >= 0 else { throw VaultError(.unavailable, "the socket cannot be made there") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw VaultError(.conflict, "another service has this socket")
        }
        self.descriptor = descriptor
    }

    /// Leaves the name to others.
    func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
