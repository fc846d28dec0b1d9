import Coffer
import CofferModel
import CofferTesting
import Testing

/// What follows when a certificate ends before its time.
@Suite struct RevokeTests {
    private func revocation(_ record: RecordID, _ reason: RevocationReason = .keyCompromise) -> SubjectNote {
        .revocation(record, reason, at: nil)
    }

    @Test func `nobody is reminded of a revoked certificate`() async throws {
        let one = try await ExpiryHouse()
        let record = try await one.keep(days: 30)
        let rows = try await one.house.rows {
            _ = try await one.house.vault.note(
                revocation(record), about: one.box.subject, as: one.engineer)
        }
        #expect(rows.last?["noted"] == "certificate.revoked.key_compromise")
        #expect(try await one.watch() == Reminded())
        try await one.house.vault.close()
        let again = try await TestVault(reopening: one.house)
        again.clock.advance(seconds: 16 * 86_400)
        let session = again.session("dispatcher", .serviceNotice)
        #expect(try await again.vault.watchCertificates(as: session) == Reminded())
        try await again.vault.close()
    }

    @Test func `a revoked certificate is not written over: its successor is a record of its own`()
        async throws
    {
        let one = try await ExpiryHouse()
        let record = try await one.keep(days: 30)
        _ = try await one.house.vault.note(revocation(record), about: one.box.subject, as: one.engineer)
        do throws(VaultError) {
            _ = try await one.house.vault.set(
                record, ["pem": .string(try one.renewed())], revision: 1, idempotencyKey: nil,
                as: one.engineer)
            Issue.record("it was written over")
        } catch { #expect(error.code == .conflict && error.rule == "certificate.revoked") }
        _ = try await one.keep(days: 30)
        #expect(try await one.watch() == Reminded(queued: 1))
    }

    @Test
    func `what is no certificate of his, or not yet, is not revoked; twice is once, and one reason stands`()
        async throws
    {
        let one = try await ExpiryHouse()
        let record = try await one.keep(days: 30)
        let later = one.house.clock.now().adding(seconds: 60)
        func refusal(_ note: SubjectNote) async -> VaultError? {
            do throws(VaultError) {
                _ = try await one.house.vault.note(note, about: one.box.subject, as: one.engineer)
                return nil
            } catch { return error }
        }
        #expect(await refusal(revocation(one.device))?.rule == "revocation.record")
        #expect(await refusal(.revocation(record, .superseded, at: later))?.rule == "revocation.at")
        #expect(await refusal(revocation(record)) == nil)
        #expect(await refusal(revocation(record)) == nil)
        #expect(await refusal(revocation(record, .superseded))?.code == .conflict)
        let clerk = one.house.session("support_technician", .serviceNotice)
        #expect(
            await code {
                try await one.house.vault.note(revocation(record), about: one.box.subject, as: clerk)
            }
                == .roleDenied)
    }
}

/// The secrets of a device whose certificate was revoked.
@Suite(.enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"))
struct RevokedDeviceTests {
    @Test func `no connector gets the secrets of the device until they are written anew`() async throws {
        let house = try await UseHouse()
        try await house.allow()
        let device = try await house.house.record("device", of: house.subject)
        let made = try ExpiryHouse.selfSigned()
        let certificate = try await house.vault.addRecord(
            RecordInput(className: "certificate", fields: ["pem": .string(made)]), to: house.subject,
            parent: device, idempotencyKey: nil, as: house.engineer)
        _ = try await house.vault.use(house.access, by: "netops", as: house.network)
        _ = try await house.vault.note(
            .revocation(certificate, .keyCompromise, at: nil), about: house.subject, as: house.engineer)
        var refusal: VaultError?
        let rows = try await house.house.rows {
            refusal = try await house.refusal {
                _ = try await house.vault.use(house.access, by: "netops", as: house.network)
            }
        }
        #expect(refusal?.code == .restricted)
        #expect(rows.contains { $0["code"] == "restricted" && $0["action"] == "deliver" })
        // Another field of the record is no new secret.
        try await house.allow(by: ["ssh", "https"])
        let still = try await house.refusal {
            _ = try await house.vault.use(house.access, by: "netops", as: house.network)
        }
        #expect(still?.code == .restricted)
        let view = try await house.vault.show(house.subject, as: house.engineer)
        let revision = view.records.first { $0.record == house.access }?.revision ?? 0
        _ = try await house.vault.set(
            house.access, ["secret": "another-s3cret-zz"], revision: revision, idempotencyKey: nil,
            as: house.engineer)
        #expect(try await house.vault.use(house.access, by: "netops", as: house.network).isAccepted)
    }
}
