import Coffer
import CofferModel
import CofferTesting
import Testing

/// Whoever can write to the storage changes nothing silently (architecture.md §2).
@Suite struct StorageWriterTests {
    private static let record = [
        "subject", "record", "parent", "class", "revision", "created", "changed", "intent_log",
        "intent_sequence", "packed",
    ]

    @Test func `any changed column of a record, a facts row or a token is named or refused`() async throws {
        let tampered = try await Tampered()
        let columns =
            Self.record.map { ("record", $0) }
            + ["subject", "revision", "intent_log", "intent_sequence", "sealed"].map { ("facts", $0) }
            + ["subject", "record", "class", "field", "generation", "token"].map { ("token", $0) }
        for (table, column) in columns {
            let caught = try await tampered.after("\(table).\(column)") { house in
                try Tampered.change(column, of: table, in: "data.db", house)
            }
            #expect(!caught.contains(.silent), "\(table).\(column)")
        }
    }

    @Test func `any changed column of a scope key is named or refused`() async throws {
        let tampered = try await Tampered()
        let columns =
            ["owner", "kind", "day", "record", "epoch", "slot"].map { ("scope", $0) }
            + [("key_slot", "sealed"), ("key_slot", "id")]
        for (table, column) in columns {
            let caught = try await tampered.after("\(table).\(column)") { house in
                try Tampered.change(column, of: table, in: "scopes.db", house)
            }
            #expect(!caught.contains(.silent), "\(table).\(column)")
        }
    }

    @Test func `a removed row of any kind is named`() async throws {
        let tampered = try await Tampered()
        let root = "record = zeroblob(16) AND kind = 0"
        let removals = [
            ("data.db", "DELETE FROM record WHERE rowid = 1"),
            ("data.db", "DELETE FROM record; DELETE FROM token"),
            ("data.db", "DELETE FROM facts WHERE rowid = 1"),
            ("data.db", "DELETE FROM token WHERE field = 20 AND subject = (SELECT min(subject) FROM facts)"),
            ("scopes.db", "DELETE FROM scope WHERE record <> zeroblob(16)"),
            ("scopes.db", "DELETE FROM scope WHERE record = zeroblob(16) AND kind <> 0"),
            ("scopes.db", "DELETE FROM scope WHERE \(root)"),
            ("scopes.db", "DELETE FROM scope"),
        ]
        for (file, statement) in removals {
            let caught = try await tampered.after(statement) { try $0.sql(file, statement).discard() }
            #expect(!caught.contains(.silent), "\(statement)")
        }
    }

    @Test func `a row made up, copied or moved is named`() async throws {
        let tampered = try await Tampered()
        let all = Self.record.joined(separator: ", ")
        let rest = Self.record.dropFirst(2).joined(separator: ", ")
        let changes = [
            "INSERT INTO record (\(all)) SELECT subject, zeroblob(16), \(rest) FROM record WHERE rowid = 1",
            """
            INSERT INTO record (\(all)) SELECT (SELECT max(subject) FROM facts), randomblob(16), \(rest)
                FROM record WHERE rowid = 2
            """,
            "INSERT INTO record (\(all)) SELECT randomblob(16), randomblob(16), \(rest) FROM record LIMIT 1",
            """
            INSERT INTO facts SELECT randomblob(16), revision, intent_log, intent_sequence, sealed FROM facts
                LIMIT 1
            """,
            """
            INSERT INTO token SELECT (SELECT subject FROM record WHERE rowid = 6),
                (SELECT record FROM record WHERE rowid = 6), class, field, generation, token FROM token
                WHERE field = 13 AND subject = (SELECT subject FROM record WHERE rowid = 1)
            """,
            "INSERT INTO token SELECT subject, randomblob(16), class, field, generation, token FROM token LIMIT 1",
            // Swaps between the two customers.
            "UPDATE record SET packed = (SELECT o.packed FROM record o WHERE o.class = record.class AND o.subject <> record.subject)",
            "UPDATE facts SET sealed = (SELECT o.sealed FROM facts o WHERE o.subject <> facts.subject)",
            "UPDATE record SET parent = NULL",
        ]
        for change in changes {
            let caught = try await tampered.after(change) { try $0.sql("data.db", change).discard() }
            #expect(caught.contains(.named) || caught == [.onRead(.integrity)], "\(change)")
        }
    }

    @Test func `two scope keys swapped open nothing and are named`() async throws {
        let tampered = try await Tampered()
        let swap = """
            WITH two AS (SELECT min(slot) AS a, max(slot) AS b FROM scope WHERE %)
            UPDATE scope SET slot = (SELECT a + b FROM two) - slot WHERE slot IN (SELECT a FROM two UNION SELECT b FROM two)
            """
        for which in ["kind = 0", "record <> zeroblob(16)", "kind <> 0 AND record = zeroblob(16)"] {
            let caught = try await tampered.after(which) { house in
                let statement = swap.split(separator: "%").joined(separator: which)
                try house.sql("scopes.db", statement).discard()
            }
            #expect(caught.contains(.named), "\(which)")
            if which == "kind = 0" { #expect(caught.contains(.onRead(.integrity))) }
        }
    }

    @Test func `one row rolled back to yesterday's is named`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let session = house.session("support_technician", .support)
        let view = try await house.vault.show(subject, as: session)
        let contact = try #require(view.records.first { $0.className == "contact" })
        try await house.vault.close()
        let old = try house.snapshot()
        do {
            let vault = try await house.reopen()
            _ = try await vault.set(
                contact.record, ["email": "canary.moved@example.com"], revision: 1, idempotencyKey: nil,
                as: session)
            try await vault.close()
        }
        let attach = "ATTACH '\(old.path)/vault/data.db' AS old;"
        let mine = "WHERE record = X'\(contact.record.description.filter { $0 != "-" })'"
        try house.sql(
            "data.db",
            """
            \(attach) DELETE FROM record \(mine); INSERT INTO record SELECT * FROM old.record \(mine);
            DELETE FROM token \(mine); INSERT INTO token SELECT * FROM old.token \(mine)
            """)
        let vault = try await house.reopen()
        #expect(
            try await house.findings(vault) == [
                .row(subject: subject, record: contact.record, className: "contact", .rolledBack)
            ])
        // The erased address cannot be had by asking for it again: the row is what it was, and named.
        try await vault.close()
        // The whole database of yesterday.
        try house.putBack("data.db", from: old)
        let again = try await house.reopen()
        #expect(
            try await house.findings(again) == [
                .row(subject: subject, record: contact.record, className: "contact", .rolledBack),
                // With the address its channel was written, in the facts.
                .row(subject: subject, record: nil, className: nil, .rolledBack),
            ])
    }

    @Test func `a forged erase mark erases nobody`() async throws {
        let tampered = try await Tampered()
        for (log, sequence) in [(1, 3), (1, 9_999), (7, 1)] {
            let caught = try await tampered.after("mark \(log) \(sequence)") { house in
                let subject = tampered.first.description.filter { $0 != "-" }
                try house.sql(
                    "scopes.db",
                    "INSERT INTO erase_mark VALUES (X'\(subject)', NULL, NULL, \(log), \(sequence))"
                ).discard()
            }
            // Everything reads as before, and nothing is missing.
            #expect(caught == [.silent], "\(log) \(sequence)")
        }
    }

    @Test func `an erase mark of a true erasure, turned on somebody else, erases nobody`() async throws {
        let house = try await TestVault()
        let first = try await house.addCustomer(1)
        let second = try await house.addCustomer(2)
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        _ = try await house.vault.erase(first, as: officer)
        let seen = try await house.vault.show(second, as: house.session("support_technician", .support))
        try await house.vault.close()
        let rows = String(decoding: try house.bytes("ledger/00001/rows.jsonl"), as: UTF8.self)
        let lines = rows.split(separator: "\n")
        let intent = try #require(lines.firstIndex { $0.contains(#""intent""#) && $0.contains("erase") }) + 1
        let subject = second.description.filter { $0 != "-" }
        try house.sql(
            "scopes.db", "INSERT INTO erase_mark VALUES (X'\(subject)', NULL, NULL, 1, \(intent))")
        let vault = try await house.reopen()
        let view = try await vault.show(second, as: house.session("support_technician", .support))
        #expect(view == seen)
        #expect(try await house.findings(vault) == [])
        try await vault.close()
    }
}
