import Coffer
import CofferModel
import Logging

/// The service itself: whether it lives, whether it answers, what it counts; lock and unlock.
enum Lifecycle {
    static let routes = [
        Route("GET", "/healthz", .service { _, _ in Reply(["status": "ok"]) }),
        Route("GET", "/readyz", .service(ready)),
        Route("GET", "/metrics", .service(metrics)),
        Route("GET", "/openapi.yaml", .service { _, _ in Reply(PackageResources.openapi_yaml, yaml) }),
        Route("POST", "/v1/lock", body: .maybeJSON, .service(lock)),
        Route("POST", "/v1/unlock", body: .secret, .service(unlock)),
    ]

    /// RFC 9512.
    private static let yaml = "application/yaml"

    private static func ready(_ desk: Desk, _ call: Call) async throws(VaultError) -> Reply {
        switch desk.keeper.condition {
        case .open: Reply(["state": "open"])
        case .locked: Reply(["state": "locked"], status: 503)
        case .halted(let reason): Reply(["state": "halted", "reason": .string(reason)], status: 503)
        }
    }

    private static func metrics(_ desk: Desk, _ call: Call) async throws(VaultError) -> Reply {
        let watch = desk.watch
        let state: String
        switch desk.keeper.condition {
        case .open: state = "open"
        case .locked: state = "locked"
        case .halted: state = "halted"
        }
        for name in ["open", "locked", "halted"] {
            watch.gauge(.state, name == state ? 1 : 0, [("state", name)])
        }
        watch.gauge(.connections, desk.connections.count)
        watch.gauge(.inFlight, desk.connections.requests)
        if let rows = desk.keeper.ledgerRows { watch.gauge(.ledgerRows, rows) }
        if let lag = desk.keeper.anchorLag { watch.gauge(.anchorLag, lag) }
        if let swept = desk.keeper.sweptAt {
            watch.gauge(.sweepAge, max(0, Int((watch.now.milliseconds - swept.milliseconds) / 1000)))
        }
        return Reply(Array(watch.exposition.text.utf8), Exposition.contentType)
    }

    private static func lock(_ desk: Desk, _ call: Call) async throws(VaultError) -> Reply {
        try call.members { _ throws(Members.Unexpected) in }
        try await desk.keeper.borrow { (vault) throws(VaultError) in
            try await vault.permitLock(as: try call.keeperSession(in: vault))
        }
        try await desk.keeper.lock()
        desk.watch.logger.info("locked")
        return .noContent
    }

    private static func unlock(_ desk: Desk, _ call: Call) async throws(VaultError) -> Reply {
        guard let body = call.secret else { throw VaultError(.usage, rule: "body.missing") }
        let key = try body.withBuffer { (bytes) throws(VaultError) in try GivenKey(reading: bytes) }
        do throws(VaultError) {
            try await desk.keeper.unlock(by: call.peer.uid) { () throws(VaultError) in
                try await desk.unlock(key)
            } permit: { (vault) throws(VaultError) in
                try await vault.permitUnlock(from: call.origin)
            }
        } catch { throw told(error) }
        desk.watch.logger.info("unlocked")
        return .noContent
    }

    /// What the two codes mean that otherwise speak of records and budgets.
    private static func told(_ error: VaultError) -> VaultError {
        switch error.code {
        case .conflict where error.reason == nil:
            VaultError(.conflict, "the vault is open already, or is being opened or locked")
        case .throttled where error.reason == nil:
            VaultError(.throttled, "one try a second: ask again")
        default: error
        }
    }
}
