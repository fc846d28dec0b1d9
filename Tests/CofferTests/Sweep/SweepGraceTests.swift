import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// What is noted by mistake, or at a wrong time, is lost by no sweep on the same day.
@Suite struct SweepGraceTests {
    private func officer(_ house: TestVault) -> Session {
        house.session("privacy_officer", .subjectRights, case: "DSR-1")
    }

    private func sweep(_ house: TestVault, afterGap: Bool = false, as session: Session? = nil) async throws
        -> Swept
    {
        try await house.vault.sweep(afterGap: afterGap, as: session ?? house.admin) { _ in }
    }

    private func rehearse(_ house: TestVault) async throws -> SweepRehearsal {
        try await house.vault.rehearseSweep(as: house.admin) { _ in }
    }

    private func note(
        _ name: EventName, _ record: RecordID? = nil, at: Timestamp? = nil, _ subject: SubjectID,
        _ house: TestVault
    ) async throws {
        let service = record == nil && name.isOfService ? "default" : nil
        try await house.vault.note(
            .event(name, service: service, record: record, at: at, until: nil), about: subject,
            as: officer(house))
    }

    @Test func `what is said to have been over for a month stays for a day from when the vault hears of it`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        house.clock.advance(seconds: 3 * 86_400)
        let access = try await house.record("device_access", of: subject)
        try await note(
            .decommissioned, access, at: house.clock.now().adding(seconds: -2 * 86_400), subject, house)
        let asks = [
            FieldAsk(
                subject: subject, record: access,
                path: FieldPath(className: "device_access", field: "protocols"),
                form: nil)
        ]
        let engineer = house.session("network_engineer", .deviceOps)
        // Nobody is answered any more, at once (S2-27); and nothing is gone.
        #expect(try await house.vault.read(asks, as: engineer).map(\.result) == [.denied(.destroyed)])
        #expect(try await sweep(house).keysDestroyed == 0)
        house.clock.advance(seconds: 86_399)
        #expect(try await sweep(house).keysDestroyed == 0)
        house.clock.advance(seconds: 1)
        #expect(try await sweep(house).keysDestroyed == 1)
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `an event that is noted again is not new, and one that is dated before it is`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let access = try await house.record("device_access", of: subject)
        let then = house.clock.now()
        house.clock.advance(seconds: 86_400)
        try await note(.decommissioned, access, at: then, subject, house)
        house.clock.advance(seconds: 86_399)
        try await note(.decommissioned, access, at: then, subject, house)
        house.clock.advance(seconds: 1)
        #expect(try await sweep(house).keysDestroyed == 1)
    }

    @Test func `S4-19 a card whose payment is through is not kept for a day`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let card = try await house.record("payment", of: subject)
        let access = try await house.record("device_access", of: subject)
        try await note(.paymentProcessed, card, subject, house)
        try await note(.decommissioned, access, subject, house)
        let rehearsal = try await rehearse(house)
        #expect(
            rehearsal.codes.mapValues { [$0.keys, $0.waiting] } == ["card": [1, 0], "credential": [0, 1]])
        #expect(try await sweep(house).keysDestroyed == 1)
    }

    @Test func `a dry run says of each code how much would go, takes nothing, and is on the ledger`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        _ = try await house.addCustomer(2)
        for name in [EventName.serviceEnded, .paymentReceived] { try await note(name, nil, subject, house) }
        house.clock.advance(seconds: 86_400)
        var rehearsal = SweepRehearsal()
        let rows = try await house.rows(during: { rehearsal = try await rehearse(house) })
        #expect(rows.map { $0["action"] } == ["sweep"])
        #expect(rows.map { $0["noted"] } == ["sweep.dry_run"])
        #expect((rehearsal.subjects, rehearsal.skipped, rehearsal.isGap) == (2, 0, false))
        let keys = rehearsal.codes.values.reduce(0) { $0 + $1.keys }
        #expect(rehearsal.codes["card"]?.keys == 1 && rehearsal.codes.values.allSatisfy { $0.waiting == 0 })
        #expect(try await sweep(house).keysDestroyed == keys)
        #expect(try await rehearse(house).codes == [:])
        #expect(
            await code {
                try await house.vault.rehearseSweep(as: house.session("support_technician", .support)) { _ in
                }
            } == .roleDenied)
    }

    @Test
    func `after a week of silence a sweep wants to be told that the clock is right, by an administrator`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        for name in [EventName.serviceEnded, .paymentReceived] { try await note(name, nil, subject, house) }
        house.clock.advance(seconds: 7 * 86_400 + 60)
        // A row at the new time mends nothing: whoever sets the clock makes one with his next question.
        _ = try await house.addCustomer(2)
        let refused = try await house.rows(during: {
            do { _ = try await sweep(house) } catch let error as VaultError {
                #expect((error.code, error.rule) == (.conflict, "sweep.gap"))
            }
        })
        #expect(refused.map { $0["code"] } == ["conflict"])
        #expect(try await rehearse(house).isGap)
        #expect(await code { try await sweep(house, afterGap: true, as: officer(house)) } == .roleDenied)
        #expect(await code { try await sweep(house, as: officer(house)) } == .conflict)
        let rows = try await house.rows(during: {
            let swept = try await sweep(house, afterGap: true)
            #expect(swept.recordsRemoved == 5)
        })
        #expect(rows.first?["noted"] == "sweep.after_gap")
        let after = try await rehearse(house)
        #expect(!after.isGap)
        #expect(try await sweep(house).keysDestroyed == 0)
    }

    @Test func `a silence is remembered by the ledger, and seven days are none`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer()
        house.clock.advance(seconds: 7 * 86_400)
        #expect(try await sweep(house).keysDestroyed == 0)
        house.clock.advance(seconds: 7 * 86_400 + 1)
        _ = try await house.addCustomer(2)
        try await house.vault.close()
        let vault = try await house.reopen()
        #expect(await code { try await vault.sweep(afterGap: false, as: house.admin) { _ in } } == .conflict)
        _ = try await vault.sweep(afterGap: true, as: house.admin) { _ in }
        try await vault.close()
        let again = try await house.reopen()
        let swept = try await again.sweep(afterGap: false, as: house.admin) { _ in }
        #expect(swept.subjects == 2)
        try await again.close()
    }

    @Test
    func `a clock that was set ahead and put right again takes nothing, whatever an administrator says`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        for name in [EventName.serviceEnded, .paymentReceived] { try await note(name, nil, subject, house) }
        house.clock.advance(seconds: 365 * 86_400)
        _ = try await house.addCustomer(2)
        house.clock.advance(seconds: -365 * 86_400)
        for afterGap in [false, true] {
            do { _ = try await sweep(house, afterGap: afterGap) } catch let error as VaultError {
                #expect((error.code, error.rule) == (.conflict, "sweep.ahead"))
            }
        }
        #expect(await code { try await rehearse(house) } == .conflict)
        #expect(await code { try await sweep(house, afterGap: true) } == .conflict)
    }
}
