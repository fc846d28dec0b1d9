import Coffer
import CofferModel
import CofferTesting
import Testing

/// Who gets answers about nobody is refused before anybody is looked up, so that no time tells who is here.
@Suite struct KnowingRowsTests {
    @Test
    func `whoever may not know leaves the same row for one who is here, one erased and one who never was`()
        async throws
    {
        let house = try await TestVault()
        let present = try await house.addCustomer(1)
        let erased = try await house.addCustomer(2)
        let records = [
            try await house.record("contact", of: present), try await house.record("contact", of: erased),
            RecordID(bits: 7),
        ]
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        _ = try await house.vault.erase(erased, as: officer)
        let vault = house.vault
        let session = house.session("auditor", .billing)
        let email = FieldPath(className: "contact", field: "email")
        let input = RecordInput(className: "contact", fields: ["email": "a@b.example"])
        typealias Act = (SubjectID, RecordID) async throws -> Void
        let acts: [(String, Act)] = [
            ("show", { subject, _ in _ = try await vault.show(subject, as: session) }),
            (
                "read",
                { subject, record in
                    let ask = FieldAsk(subject: subject, record: record, path: email)
                    let answer = try await vault.read([ask], as: session).first?.result
                    guard case .denied(let code) = answer else { return }
                    throw VaultError(code)
                }
            ),
            (
                "set",
                { _, record in
                    _ = try await vault.set(
                        record, ["email": "a@b.example"], revision: 1, idempotencyKey: nil, as: session)
                }
            ),
            (
                "record",
                { subject, _ in
                    _ = try await vault.addRecord(
                        input, to: subject, parent: nil, idempotencyKey: nil, as: session)
                }
            ),
            ("remove", { _, record in _ = try await vault.remove(record, revision: 1, as: session) }),
            ("erase", { subject, _ in _ = try await vault.erase(subject, as: session) }),
            ("history", { subject, _ in _ = try await vault.history(of: subject, as: session) }),
            (
                "note",
                { subject, _ in _ = try await vault.note(.restriction(nil), about: subject, as: session) }
            ),
            (
                "preview",
                { subject, record in
                    _ = try await vault.preview("invoice_issued", for: subject, about: record, as: session)
                }
            ),
        ]
        for (name, act) in acts {
            var rows: [[JSON]] = []
            for (subject, record) in zip([present, erased, SubjectID(bits: 9)], records) {
                var refusal: Code?
                let added = try await house.rows { refusal = await code { try await act(subject, record) } }
                #expect(refusal != nil && refusal != .notFound, "\(name)")
                rows.append(added.map(bare))
            }
            #expect(rows[0].count == 1 && rows[0] == rows[1] && rows[1] == rows[2], "\(name)")
        }
    }

    /// A row without what differs between any two.
    private func bare(_ row: JSON) -> JSON {
        var members = row.object ?? [:]
        for name in ["seq", "time", "request"] { members[name] = nil }
        return .object(members)
    }
}
