import ArgumentParser
import Coffer
import CofferCrypto
import CofferModel
import CofferSQLite
import Glibc

/// The tour, step by step.
///
/// Whatever it tells is what the library answered; whatever it claims is checked.
final class Tour {
    let scratch: Scratch
    let teller: Teller
    private let examples: String
    private(set) var steps = 0

    init(_ scratch: Scratch, examples: String, teller: Teller) {
        self.scratch = scratch
        self.examples = examples
        self.teller = teller
    }

    func run() async throws {
        teller.tell(
            "A tour of Coffer, in \(scratch.path). It takes a few seconds, and cleans up after itself.\n")
        let customers = ExampleCustomer.all(try scratch.bytes(of: examples + "/customers.jsonl"))
        guard let customer = customers.first(where: { $0.language == "bg" }) else {
            throw Surprise(what: "the file of example customers")
        }
        try await make()
        let subject = try await people(customers, customer)
        try await views(of: subject, customer)
        try thief(customer, try await contact(of: subject))
        try await notice(customers)
        try await changedByte(subject)
        try await forgotten(subject, customer)
        try await ledger()
        teller.tell("\nThat was the tour. The README goes on with a vault of your own.\n")
    }

    func step(_ title: String, _ why: String) throws {
        if Interrupts.count > 0 { throw ExitCode(Interrupts.status) }
        steps += 1
        teller.step(steps, title, why)
    }

    /// Opens the vault for one piece of the tour, and closes it again.
    func open<Answer>(_ body: (Vault) async throws -> Answer) async throws -> Answer {
        var options = OpenOptions()
        options.allowExampleKeys = true
        let vault = try await Vault.open(
            scratch.vault, custody: .root, options: options, storage: .sqlite(activity: "coffer demo"),
            time: SystemClock(), random: SystemRandom())
        let answer: Answer
        do { answer = try await body(vault) } catch {
            try? await vault.close()
            throw error
        }
        try await vault.close()
        return answer
    }

    func session(
        _ vault: Vault, _ role: String, _ purpose: Purpose, _ caseID: String? = nil
    ) throws -> Session {
        guard let role = RoleName(role) else { throw Surprise(what: "a role's name") }
        return vault.session(role: role, purpose: purpose, caseID: caseID, reason: nil)
    }

    func path(_ text: String) throws -> FieldPath {
        guard let path = FieldPath(text) else { throw Surprise(what: "a field's name") }
        return path
    }

    /// Finds somebody by his e-mail address, as support does.
    func find(_ customer: ExampleCustomer, _ vault: Vault) async throws -> SubjectID {
        let found = try await vault.find(
            try path("contact.email"), equals: customer.email,
            as: try session(vault, "support_technician", .support))
        guard let subject = found.first, found.count == 1 else { throw Surprise(what: "finding a customer") }
        return subject
    }

    private func make() async throws {
        try step(
            "A vault",
            """
            A company writes down once who may see what, for what, and in which form: that is its charter. This one \
            belongs to a company that administers networks. The key goes into a directory beside the vault, and the \
            newest state of the ledger into a third place.
            """)
        let published = examples + "/root.key"
        let key = FilePaths.exists(published) ? try scratch.privateCopy(ofKey: published) : nil
        let new = NewVault(
            directory: scratch.vault, charter: .named("network-admin"), admin: InitCommand.userName(),
            anchor: scratch.anchors, rootKey: key, allowExampleKeys: true)
        let vault = try await Vault.create(
            new, storage: .sqlite(activity: "coffer demo"), time: SystemClock(), random: SystemRandom())
        try await vault.close()
        var table = Table([])
        table.add(["vault/", "data, wrapped keys, ledger: what a thief of the disk gets"])
        table.add(
            [
                "vault-custody/",
                "the root key: kept apart from the vault"
                    + (key == nil ? "" : " (here a published example key)"),
            ].map { Table.Cell($0) })
        table.add(["anchors/", "what the ledger looked like last: shows if somebody puts back an old copy"])
        teller.show(table.text)
    }

    private func people(_ customers: [ExampleCustomer], _ customer: ExampleCustomer) async throws -> SubjectID
    {
        try step(
            "People and customers",
            """
            You are entered as administrator; he keeps the vault and reads no data. For the tour you also get the \
            roles of four colleagues, and accept the confidentiality text: before that, every answer is no_ack. Then \
            \(customers.count) invented customers come in.
            """)
        return try await open { vault in
            let admin = vault.session(role: .admin, purpose: .keyAdmin)
            let roles = ["support_technician", "billing_clerk", "network_engineer", "privacy_officer"]
            _ = try await vault.addStaff(
                InitCommand.userName(), uid: geteuid(), roles: roles.compactMap { RoleName($0) }, as: admin)
            _ = try await vault.acknowledge(as: admin)
            let started = ContinuousClock.now
            var added = 0
            for start in stride(from: 0, to: customers.count, by: Limits.importBatch) {
                let part = customers[start..<min(start + Limits.importBatch, customers.count)]
                let lines = part.enumerated().map { ImportLine(number: start + $0 + 1, bytes: $1.line) }
                for case .added in try await vault.importLines(lines, as: admin) { added += 1 }
            }
            try expect(added == customers.count, "the import")
            let again = try await vault.importLines(
                [ImportLine(number: 1, bytes: customer.line)], as: admin)
            try expect(again == [.unchanged], "importing a line again")
            let seconds = (ContinuousClock.now - started) / .milliseconds(1)
            teller.show("\(added) customers added in \(Int(seconds)) ms; one of them again: unchanged\n")
            return try await find(customer, vault)
        }
    }

    private func ledger() async throws {
        try step(
            "What is written down",
            """
            All of this is in the ledger: who asked, as what, for what, and what he got or why not; never a value. \
            It is checked with its public key alone, so an auditor needs no access to the vault.
            """)
        let checks = try Vault.checkLedgers(of: scratch.vault, anchor: scratch.anchors)
        try expect(checks.allSatisfy { $0.findings.isEmpty && $0.anchored == $0.rows }, "the ledger's check")
        teller.show(checks.map(\.words).joined() + "\nThe newest rows, for an auditor with a case:\n\n")
        let rows = try await open { vault in
            try await vault.ledgerRows(
                last: 8, of: nil, as: try session(vault, "privacy_officer", .audit, "AUD-1"))
        }
        teller.show(HistoryLine.table(rows.rows))
    }
}
