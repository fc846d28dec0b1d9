import CSodium

/// The libraries underneath, made ready once for the process.
package enum Crypto {
    /// Readies libsodium, which chooses its fastest code for this processor; may be called any number of times.
    ///
    /// ``KeyArena`` calls it too, so that no key exists before.
    ///
    /// - Throws: ``CryptoUnavailable`` when libsodium cannot start.
    package static func start() throws(CryptoUnavailable) {
        guard isStarted else { throw CryptoUnavailable() }
    }

    private static let isStarted = sodium_init() >= 0
}

/// The cryptographic library could not start; nothing can be sealed or opened in this process.
package struct CryptoUnavailable: Error, Hashable {}
