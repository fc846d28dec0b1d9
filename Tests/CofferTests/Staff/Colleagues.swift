import Coffer
import CofferModel
import CofferTesting
import Testing

extension TestVault {
    /// The second administrator's user, and the third's.
    static let second: UInt32 = 65_002
    static let third: UInt32 = 65_003

    /// A session of another user, as the operating system names him to a service.
    func peer(
        _ uid: UInt32, _ role: String = "admin", _ purpose: Purpose = .keyAdmin, in other: Vault? = nil
    ) throws -> Session {
        let role: RoleName = try #require(RoleName(role))
        return try (other ?? vault).session(
            peer: Origin(uid: uid, pid: 4242), token: nil, role: role, purpose: purpose, caseID: nil,
            reason: nil)
    }

    /// The user who stops abuse and does nothing else.
    static let guarding: UInt32 = 65_009

    /// Enters him; answers his session.
    func guardian() async throws -> Session {
        _ = try await vault.addStaff(
            "Guard", uid: Self.guarding, roles: [RoleName("security")].compactMap(\.self), as: admin)
        let session = try peer(Self.guarding, "security", .fraud)
        _ = try await vault.acknowledge(as: session)
        return session
    }

    /// Enters a second administrator, who acknowledges; answers his session.
    @discardableResult
    func addSecond() async throws -> Session {
        _ = try await vault.addStaff("Second", uid: Self.second, roles: [.admin], as: admin)
        let session = try peer(Self.second)
        _ = try await vault.acknowledge(as: session)
        return session
    }

    /// Enters a third one too, with the second's consent.
    func addThird() async throws -> Session {
        _ = try await vault.addStaff(
            "Third", uid: Self.third, roles: [.admin], as: admin.approved(by: try peer(Self.second)))
        let session = try peer(Self.third)
        _ = try await vault.acknowledge(as: session)
        return session
    }

    /// Proposes to enter somebody as a clerk.
    func propose(_ uid: UInt32 = 65_010, _ roles: [String] = ["billing_clerk"], as session: Session)
        async throws -> StaffProposal
    {
        let roles = roles.compactMap { RoleName($0) }
        let outcome = try await vault.addStaff("Clerk", uid: uid, roles: roles, as: session)
        return try #require(outcome.proposal)
    }

    /// The directory, as the first administrator sees it.
    func directory(_ other: Vault? = nil) async throws -> [StaffLine] {
        try await (other ?? vault).staffDirectory(as: admin)
    }
}
