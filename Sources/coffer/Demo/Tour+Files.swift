import Coffer
import CofferModel

extension Tour {
    /// Somebody changes one byte on disk.
    func changedByte(_ subject: SubjectID) async throws {
        try step(
            "One byte is changed on disk",
            """
            Somebody who can write to the disk flips one bit of a record. Reading refuses, and the check of the whole \
            vault names the record. Then the bit is flipped back.
            """)
        let record = try await contact(of: subject)
        let file = scratch.vault + "/data.db"
        let place = try Self.row(of: record, in: try scratch.bytes(of: file)) + 150
        try scratch.flip(place, of: file)
        let view = try await open { vault in
            try await vault.show(
                subject, fields: ["contact.*"].compactMap { FieldPattern($0) },
                as: try session(vault, "support_technician", .support))
        }
        teller.show("byte \(place) of data.db changed\n\nreading him:\n" + view.text)
        let report = try await verify()
        teller.show("\nverify:\n" + report.report.words)
        try expect(
            report.findings == [
                .row(subject: subject, record: record, className: "contact", .changed)
            ], "the check after a changed byte")
        try expect(
            view.records.contains { $0.fields.values.contains(.denied(.integrity)) },
            "reading a changed record")
        try scratch.flip(place, of: file)
        let clean = try await verify()
        teller.show("flipped back; verify: \(clean.report.words)")
        try expect(clean.isClean, "the check after the byte was restored")
    }

    /// A customer is erased, and yesterday's files are put back.
    func forgotten(_ subject: SubjectID, _ customer: ExampleCustomer) async throws {
        try step(
            "\(customer.name) asks to be forgotten",
            """
            The privacy officer erases him. Not the rows are what matters, but the keys: without them, every copy of \
            his data is noise, wherever it lies.
            """)
        let yesterday = scratch.path + "/yesterday"
        try scratch.copy(scratch.vault, to: yesterday)
        let erasure = try await open { vault in
            try await vault.erase(subject, as: try session(vault, "privacy_officer", .subjectRights, "DSR-3"))
        }
        teller.show(erasure.words)
        try expect(try await answer(about: subject) == .notFound, "an erased customer")
        teller.show("asking for him: not_found\n")

        try step(
            "Yesterday's data are put back",
            "Somebody restores data.db from yesterday, with all his rows in it. The rows are back; he is not."
        )
        try scratch.copy(yesterday + "/data.db", to: scratch.vault + "/data.db")
        try expect(try await answer(about: subject) == .notFound, "an erased customer after a restore")
        let report = try await verify()
        let few = report.findings.prefix(3).map { "finding: \($0)\n" }.joined()
        teller.show("asking for him: not_found\nverify:\n" + few)
        teller.show("… \(report.findings.count) findings in all\n")
        try expect(
            !report.isClean
                && report.findings.allSatisfy {
                    if case .row(subject, _, _, .broughtBack) = $0 { true } else { false }
                }, "the check after yesterday's data")

        try step(
            "The whole vault is put back from yesterday",
            """
            Data, keys and ledger, all from yesterday and all in agreement with each other: nothing inside can tell. \
            The anchor outside can.
            """)
        let today = scratch.path + "/today"
        try scratch.move(scratch.vault, to: today)
        try scratch.copy(yesterday, to: scratch.vault)
        let refusal = await Self.refusal { try await self.open { _ in } }
        teller.show("opening: \(refusal?.description ?? "opened")\n")
        try expect(refusal?.code == .integrity, "opening a vault of yesterday")
        try scratch.move(scratch.vault, to: scratch.path + "/refused")
        try scratch.move(today, to: scratch.vault)
    }

    /// The record that the steps with files look at: how he is reached.
    func contact(of subject: SubjectID) async throws -> RecordID {
        try await open { vault in
            let view = try await vault.show(subject, as: try session(vault, "support_technician", .support))
            guard let record = view.records.first(where: { $0.className == "contact" }) else {
                throw Surprise(what: "showing a customer")
            }
            return record.record
        }
    }

    private func verify() async throws -> Verification {
        try await open { vault in
            try await vault.verify(as: vault.session(role: .admin, purpose: .keyAdmin)) { _ in }
        }
    }

    /// The code with which asking for somebody is refused; nil when he is shown.
    private func answer(about subject: SubjectID) async throws -> Code? {
        try await open { vault in
            let session = try session(vault, "support_technician", .support)
            return await Self.refusal { _ = try await vault.show(subject, as: session) }?.code
        }
    }

    private static func refusal(_ body: () async throws -> Void) async -> VaultError? {
        do {
            try await body()
            return nil
        } catch { return error as? VaultError ?? VaultError(.unavailable) }
    }
}
