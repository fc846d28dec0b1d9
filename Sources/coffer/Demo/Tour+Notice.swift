import Coffer
import CofferModel

extension Tour {
    /// A notice beside what it was made from.
    func notice(_ customers: [ExampleCustomer]) async throws {
        try step(
            "A message that gives nothing away",
            """
            A certificate is about to expire, and its owner in Kazakhstan must be told. Mail is read on the way, so \
            the notice carries a label and a date. Before it could leave, it is compared with everything the vault \
            knows of him, in every spelling.
            """)
        let ending = try await soonest(customers)
        let preview = try await open { vault in
            try await vault.preview(
                "certificate_expiring", for: ending.subject, about: ending.certificate,
                as: try session(vault, "network_engineer", .serviceNotice))
        }
        var table = Table(["what the engineer sees", ""])
        table.add(["device.hostname", "\(ending.device)"])
        table.add(["certificate.not_after", "\(ending.end.prefix(10))"])
        teller.show(table.text + "\n" + preview.text(indent: 0))
        try expect(preview.language == "kk", "the notice's language")
        try expect(!(preview.subject + preview.body).contains(ending.device), "the notice's silence")
    }

    /// A certificate, whose it is and which device it is for.
    struct Ending {
        let subject: SubjectID
        let certificate: RecordID
        let device: String
        let end: String
    }

    /// The certificate that ends first, of the first Kazakh customers.
    private func soonest(_ customers: [ExampleCustomer]) async throws -> Ending {
        let some = customers.filter { $0.language == "kk" }
        var found: [Ending] = []
        for place in some.indices.prefix(4) { found += try await endings(some[place]) }
        guard let first = found.min(by: { $0.end < $1.end }) else {
            throw Surprise(what: "finding a certificate")
        }
        return first
    }

    private func endings(_ customer: ExampleCustomer) async throws -> [Ending] {
        let subject = try await open { vault in try await find(customer, vault) }
        let view = try await open { vault in
            try await vault.show(subject, as: try session(vault, "network_engineer", .deviceOps))
        }
        return view.records.compactMap { record in
            guard record.className == "certificate", let end = record.fields["not_after"]?.value?.string,
                let device = view.records.first(where: { $0.record == record.parent })?.fields["hostname"],
                let host = device.value?.string
            else { return nil }
            return Ending(subject: subject, certificate: record.record, device: host, end: end)
        }
    }
}
