public import CofferModel

extension Asker {
    /// Adds a record to a customer.
    ///
    /// - Parameters:
    ///   - record: its values.
    ///   - subject: the customer.
    ///   - parent: the record it hangs on, as a certificate on its device.
    ///   - key: asked again with the same key within a day, the same answer is given and nothing is added.
    /// - Returns: the new record's id.
    /// - Throws: `bad_value` with field and rule, `not_found`, the denial's code, or a failure.
    public func addRecord(
        _ record: RecordInput, to subject: SubjectID, parent: RecordID?, idempotencyKey key: String?
    ) async throws(VaultError) -> RecordID {
        var body: [String: JSON] = ["class": .string(record.className), "fields": .object(record.fields)]
        body["parent"] = parent.map { .string($0.description) }
        let call = Call.post("/v1/subjects/\(subject)/records", .json(.object(body))).changing
        return try await ask(call, key: key) { (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.passWarnings()
                return try members.text("record") { RecordID($0) }
            }
        }
    }

    /// Writes values of one record, keeping those not named.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - values: new values by field name.
    ///   - revision: the revision the asker has seen; another one is `conflict`.
    ///   - key: asked again with the same key within a day, the same answer is given and nothing is written.
    /// - Returns: the record's new revision.
    /// - Throws: `bad_value` with field and rule, `conflict`, `not_found`, the denial's code, or a failure.
    public func set(
        _ record: RecordID, _ values: [String: JSON], revision: UInt64, idempotencyKey key: String?
    ) async throws(VaultError) -> UInt64 {
        var call = Call.patch("/v1/records/\(record)", .json(["fields": .object(values)])).changing
        call.revision = revision
        return try await ask(call, key: key) { (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.passWarnings()
                _ = try members.text("record") { RecordID($0) == record ? record : nil }
                return try members.take("revision") { $0.integer.flatMap { UInt64(exactly: $0) } }
            }
        }
    }

    /// Removes one record and destroys the keys that are its own.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - revision: the revision the asker has seen; another one is `conflict`.
    /// - Returns: what was done.
    /// - Throws: `conflict`, `not_found`, `hold_active`, the denial's code, or a failure.
    public func remove(_ record: RecordID, revision: UInt64) async throws(VaultError) -> Erasure {
        var call = Call.delete("/v1/records/\(record)").changing
        call.revision = revision
        return try await ask(call, Erasure.init(json:))
    }
}

extension Members {
    /// Passes over what is weak about a certificate that was written: it stands in the record too, as `weakness`.
    fileprivate mutating func passWarnings() throws(Members.Unexpected) {
        _ = try takeIfPresent("warnings", \.array)
    }
}
