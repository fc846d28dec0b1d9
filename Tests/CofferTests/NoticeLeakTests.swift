import Coffer
import CofferCharter
import CofferModel
import CofferTesting
import Foundation
import Testing

/// What a notice must not carry, whoever's slot would carry it (B18).
@Suite struct NoticeLeakTests {
    /// A customer with an organisation, an invoice and whatever else.
    private static func line(_ organisation: String, _ more: String...) -> String {
        let records =
            [
                #"{"class":"identity","fields":{"org_name":"\#(organisation)","jurisdiction":"BG"}}"#,
                #"{"class":"contact","fields":{"email":"leak@canary.example"}}"#,
                invoice("INV-2026-0001"),
            ] + more
        return #"{"ref":"leak","language":"en","source":"order","records":["#
            + records.joined(separator: ",") + "]}"
    }

    private static func invoice(_ number: String) -> String {
        #"{"class":"payment","fields":{"invoice_no":"\#(number)","amount":"12.50","currency":"EUR","#
            + #""due_date":"2026-12-24"}}"#
    }

    private struct Stage {
        let house: TestVault
        let subject: SubjectID
        let invoice: RecordID

        init(_ line: String, _ house: TestVault? = nil) async throws {
            if let house { self.house = house } else { self.house = try await TestVault() }
            let house = self.house
            let results = try await house.vault.importLines(
                [ImportLine(number: 1, bytes: Array(line.utf8))], as: house.admin)
            guard case .added = results[0] else { throw Unexpected(what: "\(results)") }
            let clerk = house.session("billing_clerk", .billing)
            let email = FieldPath(className: "contact", field: "email")
            let found = try await house.vault.find(email, equals: "leak@canary.example", as: clerk)
            subject = try #require(found.first)
            let records = try await house.vault.show(subject, as: clerk).records
            invoice = try #require(records.first { $0.fields["invoice_no"] != nil }).record
        }

        func preview(_ vault: Vault? = nil, about record: RecordID? = nil) async throws -> NoticePreview {
            try await (vault ?? house.vault).preview(
                "invoice_issued", for: subject, about: record ?? invoice,
                as: house.session("dispatcher", .billing))
        }
    }

    @Test func `a slot is leave for the value of its own record, not for another's of the field`()
        async throws
    {
        let alone = try await Stage(Self.line("INV-2026-7788"))
        #expect(try await alone.preview().body.contains("INV-2026-7788"))
        let both = try await Stage(Self.line("INV-2026-7788", Self.invoice("INV-2026-7788")))
        #expect(await code { try await both.preview() } == .leakDetected)
    }

    @Test
    func
        `B18 a name that holds an address, a card or a key is not shown to anybody, and the detector is named`()
        async throws
    {
        let bad = [
            ("Write to boss@other.example", "email"), ("Pay 4111 1111 1111 1111", "card"),
            ("IBAN BG80 BNBG 9661 1020 3456 78", "account"), ("Router 10.83.255.7", "ipv4"),
        ]
        for (name, detector) in bad {
            let stage = try await Stage(Self.line(name))
            let rows = try await stage.house.rows {
                await #expect(throws: VaultError.self) { try await stage.preview() }
            }
            let refused = try #require(rows.first { $0["code"] == "leak_detected" }, "\(detector)")
            #expect(refused["action"] == "scan" && refused["noted"] == .string("detector.\(detector)"))
        }
        let good = try await Stage(Self.line("Канарче 24/7 ООД"))
        #expect(try await good.preview().body.contains("INV-2026-0001"))
    }

    @Test func `P-10 what the scan says of a guess costs a probe, so that no number is found by trying`()
        async throws
    {
        let text = String(
            decoding: try #require(BuiltInCharters.source(named: "network-admin")), as: UTF8.self)
        let budget = "subjects_per_hour: 120, probes_per_hour: "
        #expect(text.contains(budget + "100"))
        let house = try await TestVault(
            charter: .file(name: "few.yaml", text: text.replacing(budget + "100", with: budget + "3")))
        let stage = try await Stage(Self.line("Канарче ООД"), house)
        let clerk = stage.house.session("billing_clerk", .billing)
        func preview() async -> Code? {
            await code {
                try await stage.house.vault.preview(
                    "invoice_issued", for: stage.subject, about: stage.invoice, as: clerk)
            }
        }
        // Of three, finding the customer was one.
        for _ in 0..<2 { #expect(await preview() == nil) }
        #expect(await preview() == .throttled)
        stage.house.clock.advance(seconds: 3700)
        #expect(await preview() == nil)
    }

    @Test func `S2-13 a sender cannot try out by a notice which day or number is the customer's`()
        async throws
    {
        let stage = try await Stage(
            Self.line("Канарче ООД").replacingOccurrences(
                of: #""jurisdiction":"BG""#, with: #""jurisdiction":"BG","birth_date":"2003-05-17""#))
        let support = stage.house.session("support_technician", .serviceNotice)
        for day in ["2003-05-17", "2003-05-18"] {
            let preview = try await stage.house.vault.preview(
                "service_state", for: stage.subject, about: nil,
                given: ["status": "outage", "begins_at": "\(day)T09:00Z"], as: support)
            // It is shown as it was given, and told apart by nothing.
            #expect(preview.body.contains("May 2003"))
        }
        // The day is still no notice's to show: a name that holds it is stopped.
        let named = try await Stage(
            Self.line("Born 2003-05-17").replacingOccurrences(
                of: #""jurisdiction":"BG""#, with: #""jurisdiction":"BG","birth_date":"2003-05-17""#))
        #expect(await code { try await named.preview() } == .leakDetected)
    }

    @Test func `a scope key that storage lost stops the notice, and does not blind the scan`() async throws {
        let iban = #"{"class":"payment","fields":{"iban":"BG80BNBG96611020345678"}}"#
        let stage = try await Stage(Self.line("Canary Ltd", iban))
        _ = try await stage.preview()
        let records = try await stage.house.vault.show(
            stage.subject, as: stage.house.session("billing_clerk", .billing)
        ).records
        let account = try #require(records.first { $0.fields["iban"] != nil }).record
        try await stage.house.vault.close()
        let hex = account.description.filter { $0 != "-" }
        try stage.house.sql("scopes.db", "DELETE FROM scope WHERE record = X'\(hex)'")
        let vault = try await stage.house.reopen()
        #expect(await code { try await stage.preview(vault) } == .integrity)
        try await vault.close()
    }

    @Test func `of several records that could fill a slot, none is guessed`() async throws {
        let second = #"{"class":"identity","fields":{"org_name":"Second Canary Ltd"}}"#
        let one = try await Stage(Self.line("Canary Ltd"))
        #expect(try await one.preview().body.contains("Canary Ltd"))
        let two = try await Stage(Self.line("Canary Ltd", second))
        let notice = try await two.preview()
        #expect(!notice.body.contains("Canary"))
        #expect(!notice.body.contains("Billed to"))
    }

    @Test func `every outcome of a preview is on the ledger under the asker's name`() async throws {
        let iban = #"{"class":"payment","fields":{"iban":"BG80BNBG96611020345678"}}"#
        let stage = try await Stage(Self.line("Canary Ltd", iban, Self.invoice("INV-2026-7788")))
        let house = stage.house
        let actor = house.vault.whoami(house.admin)?.actor
        let clerk = house.session("billing_clerk", .billing)
        let records = try await house.vault.show(stage.subject, as: clerk).records
        let account = try #require(records.first { $0.fields["iban"] != nil }).record
        let nobody = SubjectID(bits: 77)
        let cases: [(SubjectID, RecordID, Code)] = [
            (stage.subject, account, .placeholderForbidden),
            (stage.subject, RecordID(bits: 77), .notFound), (nobody, stage.invoice, .notFound),
        ]
        for (subject, record, expected) in cases {
            let rows = try await house.rows {
                let answer = await code {
                    try await house.vault.preview(
                        "invoice_issued", for: subject, about: record,
                        as: house.session("dispatcher", .billing))
                }
                #expect(answer == expected)
            }
            #expect(house.holds(rows, expected, by: actor), "\(expected)")
        }
        let unknown = try await house.rows {
            let answer = await code {
                try await house.vault.preview(
                    "canary_kind", for: stage.subject, about: stage.invoice,
                    as: house.session("dispatcher", .billing))
            }
            #expect(answer == .roleDenied)
        }
        #expect(house.holds(unknown, .roleDenied, by: actor))
    }

    @Test func `a customer of more values than one buffer holds is compared all the same`() async throws {
        let stage = try await Stage(Self.line("Canary Ltd"))
        let engineer = stage.house.session("network_engineer", .deviceOps)
        for number in 10..<28 {
            let secret = String(repeating: "Zq\(number)", count: 4000)
            _ = try await stage.house.vault.addRecord(
                RecordInput(className: "device_access", fields: ["secret": .string(secret)]),
                to: stage.subject, parent: nil, idempotencyKey: nil, as: engineer)
        }
        #expect(try await stage.preview().body.contains("INV-2026-0001"))
    }

    @Test func `an invoice past its time finds nobody, and can still be removed`() async throws {
        let stage = try await Stage(Self.line("Canary Ltd"))
        let clerk = stage.house.session("billing_clerk", .billing)
        let number = FieldPath(className: "payment", field: "invoice_no")
        let find: () async throws -> [SubjectID] = {
            try await stage.house.vault.find(number, equals: "INV-2026-0001", as: clerk)
        }
        #expect(try await find() == [stage.subject])
        stage.house.clock.advance(seconds: 11 * 366 * 86_400)
        #expect(try await find() == [])
        let answers = try await stage.house.vault.read(
            [FieldAsk(subject: stage.subject, record: stage.invoice, path: number)], as: clerk)
        #expect(answers.map(\.result) == [.denied(.expired)])
        let erasure = try await stage.house.vault.remove(stage.invoice, revision: 1, as: clerk)
        #expect(erasure.recordsRemoved == 1)
    }

    @Test func `one customer with many records of a value hides nobody who shares it`() async throws {
        let same = (0..<24).map { _ in #"{"class":"contact","fields":{"phone":"+359889764801"}}"# }
        let first = try await Stage(Self.line("Canary Ltd", same.joined(separator: ",")))
        // Ids go by time: the one with many records comes first in the index.
        first.house.clock.advance(seconds: 1)
        let second = try await first.house.addCustomer(1)
        let found = try await first.house.vault.find(
            FieldPath(className: "contact", field: "phone"), equals: "+359889764801",
            as: first.house.session("support_technician", .support))
        #expect(Set(found) == [first.subject, second])
    }
}
