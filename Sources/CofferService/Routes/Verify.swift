import Coffer
import CofferModel

/// The check of the whole vault.
enum Verify {
    static let routes = [Route("POST", "/v1/verify", body: .maybeJSON, .work(verify))]

    private static func verify(
        _ vault: Vault, _ call: Call, _ progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> JSON {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return try await vault.verify(as: session, progress: progress).report.json
    }
}
