import CofferCharter
import CofferFields
import CofferModel
import CofferStore

extension Vault {
    /// What must be there before a notice with labels is opened: the keys of its periods, and a text for each label that
    /// only the table knows: the one that left before in its scope and period, or a free one.
    ///
    /// What is made up here counts only once the rows of ``Unseen/issued`` are stored, before the message leaves; a preview
    /// drops them. Should another one store the same label in between, storing them is a `conflict`, and the message begins
    /// again from here.
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
        let targets: [[UInt8]: LabelFormat]
        do { targets = try fields.tableTargets(rule, places, open.keys, charter, setting) } catch {
            throw VaultError(error.code)
        }
        guard !targets.isEmpty else { return setting }
        var setting = setting
        setting.table = try await tableLabels(targets, at: setting.now)
        return setting
    }

    private func tableLabels(
        _ targets: [[UInt8]: LabelFormat], at now: Timestamp
    ) async throws(VaultError) -> [[UInt8]: String] {
        do {
            var texts: [[UInt8]: String] = [:]
            for (target, row) in try await data.issued(targets: Array(targets.keys)) where row.expires > now {
                texts[target] = try fields.tableLabel(row)
            }
            for (target, format) in targets where texts[target] == nil {
                texts[target] = try await freeLabel(format, but: texts.values)
            }
            return texts
        } catch { throw vaultError(error) }
    }

    /// How often a label that is taken already is thrown again: with a table a hundredth full, one in 10³² fails.
    private static let throwsOfLabel = 16

    private func freeLabel(
        _ format: LabelFormat, but others: some Collection<String>
    ) async throws -> String {
        for _ in 0..<Self.throwsOfLabel {
            let text = fields.randomLabel(format)
            let token = try fields.issuedToken(text)
            if !others.contains(text), try await data.issued(tokens: [token]).isEmpty { return text }
        }
        throw VaultError(.unavailable, "no short label is free; the charter must make them longer")
    }
}
