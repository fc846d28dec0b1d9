import CofferCharter
import CofferFields
import CofferModel

extension Vault {
    /// What must be there before a notice with labels is opened: the keys of its periods.
    ///
    /// - Parameters:
    ///   - rule: the kind of notice.
    ///   - places: the record that fills each field's slot.
    ///   - open: the subject.
    ///   - setting: for whom, and when.
    /// - Returns: the setting to open with.
    /// - Throws: ``VaultError``.
    func prepareLabels(
        _ rule: NoticeRule, _ places: [FieldPath: RecordID], _ open: OpenSubject, _ setting: LabelSetting
    ) async throws(VaultError) -> LabelSetting {
        try await keepLabelPeriods(rule.labels(charter))
        return setting
    }

    /// The service that each record of a subject belongs to: his only one, or that of the device it hangs on.
    func services(_ facts: SubjectFacts, _ open: OpenSubject) -> [RecordID: String] {
        guard let only = facts.services.first?.name, facts.services.count == 1 else { return [:] }
        return open.records.mapValues { _ in only }
    }
}
