import CofferCrypto
import CofferModel

/// How much locked memory an open vault takes: under the 8 MiB that an ordinary user may lock.
enum VaultMemory {
    /// Keys at a time: the keyring, and the scope keys of the subjects being worked on.
    static let keys = 65_536
    /// Requests at a time that hold opened values.
    static let opened = 7
    /// A buffer for each of them, one in which facts are opened, and one for a passphrase.
    static let buffers = opened + 2

    /// Uses by connectors at a time, each with a buffer of ``DeliveryLimits/renderedBytes``.
    static let connecting = 4

    /// The buffers for opened values.
    static func pool() throws(ArenaError) -> BufferPool {
        try BufferPool(buffers: buffers, bytesEach: Limits.openedBytes)
    }
}
