import Coffer
import CofferModel
import CofferTesting
import Testing

/// Asking again is safe, and two writers never overwrite each other (architecture.md §4).
@Suite struct IdempotencyTests {
    private let path = FieldPath(className: "contact", field: "email")

    private func input(_ secret: String = "canary-secret-9") -> RecordInput {
        RecordInput(
            className: "device_access",
            fields: ["secret": .string(secret), "username": "u", "protocols": ["ssh"]])
    }

    @Test func `the same key and body: the same answer, one record`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let engineer = house.session("network_engineer", .deviceOps)
        let first = try await house.vault.addRecord(
            input(), to: subject, parent: nil, idempotencyKey: "k1", as: engineer)
        for _ in 0..<3 {
            let again = try await house.vault.addRecord(
                input(), to: subject, parent: nil, idempotencyKey: "k1", as: engineer)
            #expect(again == first)
        }
        try await house.vault.close()
        let vault = try await house.reopen()
        let later = try await vault.addRecord(
            input(), to: subject, parent: nil, idempotencyKey: "k1", as: engineer)
        #expect(later == first, "after a restart")
        let view = try await vault.show(subject, as: engineer)
        #expect(view.records.count { $0.className == "device_access" } == 2)
        #expect(try await house.findings(vault) == [])
        try await vault.close()
    }

    @Test func `the same key and another body, or another route, is a conflict or another request`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let engineer = house.session("network_engineer", .deviceOps)
        let vault = house.vault
        let first = try await vault.addRecord(
            input(), to: subject, parent: nil, idempotencyKey: "k", as: engineer)
        #expect(
            await code {
                try await vault.addRecord(
                    input("canary-other"), to: subject, parent: nil, idempotencyKey: "k", as: engineer)
            } == .conflict)
        #expect(
            await code {
                try await vault.addRecord(
                    input(), to: SubjectID(bits: 1), parent: nil, idempotencyKey: "k", as: engineer)
            } == .notFound)
        let revision = try await vault.set(
            first, ["username": "v"], revision: 1, idempotencyKey: "k", as: engineer)
        #expect(revision == 2)
        #expect(
            try await vault.set(first, ["username": "v"], revision: 1, idempotencyKey: "k", as: engineer) == 2
        )
        #expect(
            await code {
                try await vault.set(first, ["username": "w"], revision: 1, idempotencyKey: "k", as: engineer)
            } == .conflict)
        #expect(
            try await vault.set(first, ["username": "w"], revision: 2, idempotencyKey: "k2", as: engineer)
                == 3)
    }

    @Test func `one key asked ten times at once makes one record`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let engineer = house.session("network_engineer", .deviceOps)
        let input = input()
        let made = try await withThrowingTaskGroup(of: RecordID.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await house.vault.addRecord(
                        input, to: subject, parent: nil, idempotencyKey: "k", as: engineer)
                }
            }
            return try await group.reduce(into: Set<RecordID>()) { $0.insert($1) }
        }
        #expect(made.count == 1)
        let view = try await house.vault.show(subject, as: engineer)
        #expect(view.records.count { $0.className == "device_access" } == 2)
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `yesterday's key still counts within its day, and is forgotten with its key`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let engineer = house.session("network_engineer", .deviceOps)
        let first = try await house.vault.addRecord(
            input(), to: subject, parent: nil, idempotencyKey: "k", as: engineer)
        house.clock.advance(seconds: 20 * 3600)
        let next = try await house.vault.addRecord(
            input(), to: subject, parent: nil, idempotencyKey: "k", as: engineer)
        #expect(next == first)
        house.clock.advance(seconds: 3 * 86_400)
        let new = try await house.vault.addRecord(
            input(), to: subject, parent: nil, idempotencyKey: "k", as: engineer)
        #expect(new != first)
        let lines = try await house.vault.keyInventory(as: house.admin).filter {
            $0.use.hasPrefix("idempotency")
        }
        #expect(lines.count <= 2, "\(lines.map(\.use))")
    }

    @Test(arguments: ["", String(repeating: "k", count: 129)])
    func `a key is 1 to 128 bytes`(_ key: String) async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let engineer = house.session("network_engineer", .deviceOps)
        #expect(
            await code {
                try await house.vault.addRecord(
                    input(), to: subject, parent: nil, idempotencyKey: key, as: engineer)
            } == .usage)
    }

    @Test func `a remembered answer that was changed in the store is refused`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let engineer = house.session("network_engineer", .deviceOps)
        _ = try await house.vault.addRecord(
            input(), to: subject, parent: nil, idempotencyKey: "k", as: engineer)
        try await house.vault.close()
        try house.sql("data.db", "UPDATE idempotency SET answer = CAST(zeroblob(length(answer)) AS BLOB)")
        let vault = try await house.reopen()
        #expect(
            await code {
                try await vault.addRecord(
                    input(), to: subject, parent: nil, idempotencyKey: "k", as: engineer)
            } == .integrity)
        try await vault.close()
    }

    @Test func `the second of two writers who saw one revision is a conflict`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let contact = try await house.record("contact", of: subject)
        let session = house.session("support_technician", .support)
        let answers = await withTaskGroup(of: Code?.self) { group in
            for number in 0..<8 {
                group.addTask {
                    await code {
                        try await house.vault.set(
                            contact, ["email": .string("canary.w\(number)@example.com")], revision: 1,
                            idempotencyKey: nil, as: session)
                    }
                }
            }
            return await group.reduce(into: [Code?]()) { $0.append($1) }
        }
        #expect(answers.count { $0 == nil } == 1)
        #expect(answers.count { $0 == .conflict } == 7)
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `twenty tasks reading, writing, finding and erasing at once leave a clean vault`() async throws
    {
        let house = try await TestVault()
        var subjects: [SubjectID] = []
        for number in 1...6 { subjects.append(try await house.addCustomer(number)) }
        let last = subjects[5]
        let vault = house.vault
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                let subject = subjects[task % 5]
                group.addTask {
                    let support = house.session("support_technician", .support)
                    for round in 0..<5 {
                        switch task % 5 {
                        case 0:
                            _ = try await vault.show(subject, as: house.session("billing_clerk", .billing))
                        case 1:
                            let hits = try await vault.find(
                                path, equals: Customers.email(task % 5 + 1), as: support)
                            #expect(hits.count <= 1)
                        case 2:
                            let line = Customers.line(1000 + task * 10 + round)
                            let bytes = ImportLine(number: 1, bytes: Array(line.utf8))
                            #expect(
                                try await vault.importLines([bytes], as: house.admin) == [.added(records: 5)])
                        case 3:
                            let engineer = house.session("network_engineer", .deviceOps)
                            let input = RecordInput(className: "device", fields: ["model": "EX4300"])
                            _ = try await vault.addRecord(
                                input, to: subject, parent: nil, idempotencyKey: "t\(task).\(round)",
                                as: engineer)
                        default:
                            let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
                            if task == 4, round == 2 { _ = try await vault.erase(last, as: officer) }
                            _ = await code { try await vault.show(last, as: support) }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await house.findings(vault) == [])
        try await vault.close()
        let again = try await house.reopen()
        #expect(try await house.findings(again) == [])
        try await again.close()
    }
}
