import Coffer
import CofferModel

extension Tour {
    private static let fields = [
        "identity.given_name", "identity.family_name", "contact.email", "contact.phone", "payment.pan",
        "payment.status", "device.hostname", "device.mgmt_address", "device_access.secret",
    ]

    /// The same customer for three roles, side by side.
    func views(of subject: SubjectID, _ customer: ExampleCustomer) async throws {
        try step(
            "One customer, three colleagues",
            """
            The same request about \(customer.name), as three roles may see him. Each field is answered on its own: \
            clear, masked, as a label that means nothing outside, or denied with the reason.
            """)
        let asking: [(String, Purpose)] = [
            ("support_technician", .support), ("billing_clerk", .billing), ("network_engineer", .deviceOps),
        ]
        let patterns = Self.fields.compactMap { FieldPattern($0) }
        var views: [SubjectView] = []
        for (role, purpose) in asking {
            views.append(try await view(of: subject, patterns, role, purpose))
        }
        var table = Table(["field"] + asking.map(\.0))
        for field in Self.fields {
            let path = try path(field)
            table.add([Table.Cell(field, .bold)] + views.map { Self.cell($0.first(path)) })
        }
        teller.show(table.text)
        try expect(
            views[0].first(try path("payment.pan")) == .denied(.noPurpose)
                && views[1].first(try path("payment.pan"))?.form == .masked
                && views[2].first(try path("identity.family_name"))?.form == .label,
            "the three views")
        try expect(
            views.allSatisfy { view in
                (try? path("device_access.secret")).flatMap { view.first($0) }?.form == nil
            }, "a device's password shown to somebody")
    }

    private func view(
        of subject: SubjectID, _ patterns: [FieldPattern], _ role: String, _ purpose: Purpose
    ) async throws -> SubjectView {
        try await open { vault in
            try await vault.show(subject, fields: patterns, as: try session(vault, role, purpose))
        }
    }

    private static func cell(_ answer: Answer.Result?) -> Table.Cell {
        switch answer {
        case .value(let form, let value):
            Table.Cell(form == .label ? "label \(value.words.prefix(9))…" : value.words)
        case .denied(let code): Table.Cell("(\(code.rawValue))", .dim)
        case nil: Table.Cell("-", .dim)
        }
    }

    /// What the disk holds of him.
    func thief(_ customer: ExampleCustomer, _ record: RecordID) throws {
        try step(
            "The thief of the disk",
            """
            He copies the vault's directory and searches every file for \(customer.name): name, e-mail, telephone, \
            card, invoice, devices, password. The same search finds him in the file we imported from.
            """)
        let needles = customer.values.map { Array($0.utf8) }
        let control = needles.filter { !Searching.places(of: $0, in: customer.line).isEmpty }.count
        try expect(control == needles.count, "the search itself")
        var size = 0
        var hits = 0
        let files = try scratch.files()
        for file in files {
            let bytes = try scratch.bytes(of: file)
            size += bytes.count
            hits += needles.reduce(0) { $0 + Searching.places(of: $1, in: bytes).count }
        }
        try expect(hits == 0, "a value in the clear on disk")
        teller.show(
            "\(needles.count) values: \(control) found in his line of the file, \(hits) in \(files.count) files "
                + "(\(size / 1024) KiB) of the vault\n")
        let data = try scratch.bytes(of: scratch.vault + "/data.db")
        let start = try Self.row(of: record, in: data) + 96
        teller.show(
            "\nA few bytes of how he can be reached, in data.db:\n\n"
                + Searching.dump(data[start..<(start + 64)]))
    }

    /// Where a record's row lies in the file.
    ///
    /// Its id, and within a few bytes the times it was made and changed, which are equal and begin like the id. In an
    /// index other ids follow, and never twice the same.
    static func row(of record: RecordID, in file: [UInt8]) throws -> Int {
        let made = record.bytes.prefix(3)
        for place in Searching.places(of: record.bytes, in: file) where place + 256 < file.count {
            let isRow = (16..<44).contains { offset in
                let times = file[(place + offset)..<(place + offset + 12)]
                return times.starts(with: made) && times.prefix(6).elementsEqual(times.suffix(6))
            }
            if isRow { return place }
        }
        throw Surprise(what: "finding a row in the file")
    }
}

extension SubjectView {
    /// The answer for a field, of the first record that has it.
    func first(_ path: FieldPath) -> Answer.Result? {
        records.lazy.filter { $0.className == path.className }.compactMap { $0.fields[path.field] }.first
    }
}

extension Answer.Result {
    var form: Form? { if case .value(let form, _) = self { form } else { nil } }
    var value: JSON? { if case .value(_, let value) = self { value } else { nil } }
}
