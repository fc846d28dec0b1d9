import Coffer
import CofferModel

/// What goes through the whole vault: the check of it, and the end of what is past its time.
enum Verify {
    static let routes = [
        Route("POST", "/v1/verify", body: .maybeJSON, .work(verify)),
        Route("POST", "/v1/sweep", body: .maybeJSON, query: ["dry_run", "after_gap"], .work(sweep)),
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
        let (isDry, afterGap) = (try call.flag("dry_run"), try call.flag("after_gap"))
        guard !isDry || !afterGap else { throw VaultError(.usage, rule: "sweep.dry_run") }
        if isDry { return try await vault.rehearseSweep(as: session, progress: progress).json }
        return try await vault.sweep(afterGap: afterGap, as: session, progress: progress).json
    }
}
