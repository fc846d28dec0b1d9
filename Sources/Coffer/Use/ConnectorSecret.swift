import CofferCrypto
import CofferDelivery
import CofferFields
import CofferModel

/// Our own secret for a connector, read from its file once for one use, in locked memory that is wiped with it.
final class ConnectorSecret: Sendable {
    private let buffer: LockedBuffer

    /// Reads the file; nil for a connector that wants none.
    ///
    /// - Throws: `unavailable` with the rule of the file.
    init?(_ connector: Connector) throws(VaultError) {
        guard let path = connector.secretFile else { return nil }
        var buffer: LockedBuffer
        do {
            buffer = try BufferPool(buffers: 1, bytesEach: DeliveryLimits.secretFileBytes).take()
        } catch { throw VaultError(.unavailable, "no memory could be locked") }
        let isRead: Bool
        do throws(CustodyError) {
            isRead = unsafe try PrivateFile.lend(path.text, limit: DeliveryLimits.secretFileBytes) {
                unsafe (try? buffer.append($0)) != nil
            }
        } catch {
            throw VaultError(.unavailable, rule: error.secretRule, naming: "connectors.secret_file")
        }
        guard isRead else { throw VaultError(.unavailable, "no memory could be locked") }
        self.buffer = buffer
    }

    /// Lends it for the length of a call.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe try buffer.withBytes(0..<buffer.count, body)
    }
}
