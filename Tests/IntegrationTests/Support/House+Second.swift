import Coffer
import CofferModel
import CofferSQLite

extension House {
    /// The second administrator's user.
    static let second: UInt32 = 65_002

    /// Enters Vera, who acknowledges: from then on what takes two takes both.
    func addSecond() async throws {
        try must(coffer("staff", "add", "Vera", "--uid", "\(Self.second)", "--role", "admin"))
        let vault = try await Vault.open(
            path + "/acme", custody: .root, options: OpenOptions(), storage: .sqlite(activity: "test"),
            time: SystemClock(), random: SystemRandom())
        let vera = try vault.session(
            peer: Origin(uid: Self.second, pid: 1), token: nil, role: nil, purpose: nil, caseID: nil,
            reason: nil)
        _ = try await vault.acknowledge(as: vera)
        try await vault.close()
    }
}
