import COpenSSL

/// OpenSSL's context of AES-256-GCM, one a thread, with its cipher fetched.
@unsafe struct CipherContext {
    private let context: OpaquePointer

    /// The calling thread's own.
    static func ofThread() -> CipherContext { unsafe CipherContext(context: contexts.object) }

    /// Encrypts in place; the tag goes behind the text.
    func seal(_ text: UnsafeMutablePointer<UInt8>, _ count: Int, _ parameters: AES256GCM.Parameters) -> Bool {
        defer { unsafe forgetKey() }
        var written: Int32 = 0
        return unsafe start(parameters, encrypting: 1)
            && (count == 0 || EVP_CipherUpdate(context, text, &written, text, Int32(count)) == 1)
            && EVP_CipherFinal_ex(context, text + count, &written) == 1
            && coffer_gcm_get_tag(context, text + count) == 1
    }

    /// Decrypts and checks the tag that stands behind the ciphertext.
    func open(
        _ sealed: UnsafePointer<UInt8>, _ out: UnsafeMutableRawBufferPointer,
        _ parameters: AES256GCM.Parameters
    ) -> Bool {
        defer { unsafe forgetKey() }
        var written: Int32 = 0
        let tag = unsafe UnsafeMutableRawPointer(mutating: sealed + out.count)
        return unsafe start(parameters, encrypting: 0)
            && (out.isEmpty
                || EVP_CipherUpdate(context, out.octets, &written, sealed, Int32(out.count)) == 1)
            && coffer_gcm_set_tag(context, tag) == 1
            && EVP_CipherFinal_ex(context, out.octets + out.count, &written) == 1
    }

    private func start(_ parameters: AES256GCM.Parameters, encrypting: Int32) -> Bool {
        var written: Int32 = 0
        let associated = unsafe parameters.associated
        return unsafe EVP_CipherInit_ex(context, nil, nil, parameters.key, parameters.nonce, encrypting) == 1
            && (associated.isEmpty
                || EVP_CipherUpdate(context, nil, &written, associated.octets, Int32(associated.count)) == 1)
    }

    /// Puts a key of zeros in the place of the last one.
    private func forgetKey() {
        let status = unsafe EVP_CipherInit_ex(context, nil, nil, Self.zeros, nil, 1)
        precondition(status == 1, "OpenSSL takes any key")
    }

    private static let zeros = [UInt8](repeating: 0, count: AES256GCM.keyBytes)

    private static let contexts = unsafe PerThread(
        freeing: { context in
            if let context = unsafe context { unsafe EVP_CIPHER_CTX_free(OpaquePointer(context)) }
        },
        {
            guard let context = unsafe EVP_CIPHER_CTX_new(),
                let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil),
                unsafe EVP_CipherInit_ex2(context, cipher, nil, nil, 1, nil) == 1
            else { preconditionFailure("OpenSSL has AES-256-GCM and memory for a context") }
            unsafe EVP_CIPHER_free(cipher)  // the context keeps its own
            return unsafe context
        })
}
