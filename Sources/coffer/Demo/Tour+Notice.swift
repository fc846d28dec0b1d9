import Coffer
import CofferModel

extension Tour {
    /// A notice beside what it was made from.
    func notice(_ customers: [ExampleCustomer]) async throws {
        step(
            "A message that gives nothing away",
            """
            A certificate is about to expire, and its owner in Kazakhstan must be told. Mail is read on the way, so \
            the notice carries a label and a date. Before it could leave, it is compared with everything the vault \
            knows of him, in every spelling.
            """)
        try await open { vault in
            let (subject, device, certificate, expires) = try await soonest(customers, vault)
            let session = try session(vault, "network_engineer", .serviceNotice)
            let preview = try await vault.preview(
                "certificate_expiring", for: subject, about: certificate, as: session)
            var table = Table(["what the engineer sees", ""])
            table.add(["device.hostname", "\(device)"])
            table.add(["certificate.not_after", "\(expires.prefix(10))"])
            teller.show(table.text + "\n" + preview.text(indent: 0))
            try expect(preview.language == "kk", "the notice's language")
            try expect(!(preview.subject + preview.body).contains(device), "the notice's silence")
        }
    }

    /// The Kazakh customer whose certificate ends first, with the name of its device.
    private func soonest(
        _ customers: [ExampleCustomer], _ vault: Vault
    ) async throws -> (SubjectID, String, RecordID, String) {
        var first: (SubjectID, String, RecordID, String)?
        let patterns = ["device.hostname", "certificate.not_after"].compactMap { FieldPattern($0) }
        for customer in customers.filter({ $0.language == "kk" }).prefix(5) {
            let subject = try await find(customer, vault)
            let asking = try session(vault, "network_engineer", .deviceOps)
            guard let view = try? await vault.show(subject, fields: patterns, as: asking) else { continue }
            for record in view.records where record.className == "certificate" {
                guard let ends = record.fields["not_after"]?.value?.string else { continue }
                let device = view.records.first { $0.record == record.parent }
                guard let host = device?.fields["hostname"]?.value?.string else { continue }
                if ends < first?.3 ?? "9" { first = (subject, host, record.record, ends) }
            }
        }
        guard let first else { throw Surprise(what: "finding a certificate") }
        return first
    }
}
