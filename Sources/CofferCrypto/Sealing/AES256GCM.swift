import CSodium

/// AES-256-GCM (NIST SP 800-38D), 96-bit nonce, 128-bit tag: two engines, the same bytes.
package enum AES256GCM {
    /// Bytes of a key.
    package static let keyBytes = 32
    /// Bytes of a nonce.
    package static let nonceBytes = 12
    /// Bytes of a tag.
    package static let tagBytes = 16

    /// Which library does the work.
    package enum Engine: Hashable, Sendable, CaseIterable {
        /// The faster for short texts, on processors with AES instructions only.
        case sodium
        /// The faster for long texts, and the one for every processor.
        case openSSL

        /// Whether this processor can run it.
        package var isAvailable: Bool {
            switch self {
            case .sodium: (try? Crypto.start()) != nil && crypto_aead_aes256gcm_is_available() == 1
            case .openSSL: true
            }
        }

        /// The one for a text of so many bytes.
        package static func fitting(_ textBytes: Int) -> Engine {
            textBytes <= 1024 && sodiumRuns ? .sodium : .openSSL
        }

        private static let sodiumRuns = Engine.sodium.isAvailable
    }

    /// Key, nonce and associated data of one text.
    ///
    /// The pointers are the caller's, for the time of the call.
    @unsafe package struct Parameters {
        let key: UnsafePointer<UInt8>
        let nonce: UnsafePointer<UInt8>
        let associated: UnsafeRawBufferPointer

        /// Takes 32 bytes of key, 12 of nonce, and any associated data.
        package init(
            key: UnsafeRawBufferPointer, nonce: UnsafeRawBufferPointer, associated: UnsafeRawBufferPointer
        ) {
            precondition(key.count == keyBytes && nonce.count == nonceBytes, "AES-256-GCM has its sizes")
            unsafe self.key = key.octets
            unsafe self.nonce = nonce.octets
            unsafe self.associated = associated
        }
    }

    /// Encrypts in place and writes the tag behind.
    ///
    /// - Parameters:
    ///   - buffer: The text, and 16 bytes for the tag.
    ///   - parameters: A key and nonce that never encrypt another text.
    ///   - engine: One that is available.
    package static func seal(
        _ buffer: UnsafeMutableRawBufferPointer, _ parameters: Parameters, with engine: Engine
    ) {
        let count = buffer.count - tagBytes
        let sealed =
            switch engine {
            case .sodium: unsafe sealWithSodium(buffer.octets, count, parameters)
            case .openSSL: unsafe CipherContext.ofThread().seal(buffer.octets, count, parameters)
            }
        precondition(sealed, "AES-256-GCM cannot fail to seal")
    }

    /// Checks the tag and decrypts.
    ///
    /// - Parameters:
    ///   - sealed: The ciphertext and its tag.
    ///   - out: Exactly as many bytes as the ciphertext, with an address even when that is none; without meaning, to be wiped, when it answers false.
    ///   - parameters: As when it was sealed.
    ///   - engine: One that is available.
    /// - Returns: Whether the tag is right.
    package static func open(
        _ sealed: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer,
        _ parameters: Parameters, with engine: Engine
    ) -> Bool {
        precondition(sealed.count == out.count + tagBytes, "AES-256-GCM has its sizes")
        return switch engine {
        case .sodium: unsafe openWithSodium(sealed.octets, out, parameters)
        case .openSSL: unsafe CipherContext.ofThread().open(sealed.octets, out, parameters)
        }
    }

    /// What stands for associated data of no bytes, which may have no address.
    private static func associated(_ parameters: Parameters) -> UnsafePointer<UInt8> {
        unsafe parameters.associated.isEmpty ? parameters.key : parameters.associated.octets
    }

    private static func sealWithSodium(
        _ text: UnsafeMutablePointer<UInt8>, _ count: Int, _ parameters: Parameters
    ) -> Bool {
        let status = unsafe crypto_aead_aes256gcm_encrypt_detached(
            text, text + count, nil, text, UInt64(count),
            associated(parameters), UInt64(parameters.associated.count), nil,
            parameters.nonce, parameters.key)
        return status == 0
    }

    private static func openWithSodium(
        _ sealed: UnsafePointer<UInt8>, _ out: UnsafeMutableRawBufferPointer, _ parameters: Parameters
    ) -> Bool {
        let status = unsafe crypto_aead_aes256gcm_decrypt_detached(
            out.octets, nil, sealed, UInt64(out.count), sealed + out.count,
            associated(parameters), UInt64(parameters.associated.count),
            parameters.nonce, parameters.key)
        return status == 0
    }
}
