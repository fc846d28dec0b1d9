public import CofferModel

extension CofferClient {
    /// Brings a locked service its root key.
    ///
    /// - Parameter key: the bytes of the root key file; wiped before this returns, as is every copy made of them here.
    /// - Throws: `locked` for a key that does not open this vault, or a failure.
    public func unlock(key: inout [UInt8]) async throws(VaultError) {
        let body = SecretBytes(copying: key)
        key.wipe()
        defer { body.wipe() }
        try await connections.ask(Call.post("/v1/unlock", .secret(body)).changing)
    }
}
