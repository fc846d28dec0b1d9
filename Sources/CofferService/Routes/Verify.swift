import Coffer
import CofferModel

/// What goes through the whole vault: the check of it, and the end of what is past its time.
enum Verify {
    static let routes = [
        Route("POST", "/v1/verify", body: .maybeJSON, .work(verify)),
        Route("POST", "/v1/sweep", body: .maybeJSON, .work(sweep)),
    ]

    private static func verify(
        _ vault: Vault, _ call: Call, _ progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> JSON {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return try await vault.verify(as: session, progress: progress).report.json
    }

    private static func sweep(
        _ vault: Vault, _ call: Call, _ progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> JSON {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return try await vault.sweep(as: session, progress: progress).json
    }
}
