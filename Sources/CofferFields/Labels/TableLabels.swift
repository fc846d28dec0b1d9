package import CofferCharter
import CofferForms
package import CofferModel
package import CofferStore

extension Fields {
    /// The labels of a notice that only the table knows: each is looked up there, or made up, before the notice is opened.
    ///
    /// - Parameters:
    ///   - notice: the kind of notice.
    ///   - places: the record that fills each field's slot.
    ///   - keys: the subject's keys.
    ///   - charter: the charter in force.
    ///   - setting: for whom, and when.
    /// - Returns: how each is written, by its target.
    /// - Throws: ``FieldsError/missingKey`` when this process may make no such labels.
    package func tableTargets(
        _ notice: NoticeRule, _ places: [FieldPath: RecordID], _ keys: SubjectKeys, _ charter: Charter,
        _ setting: LabelSetting
    ) throws(FieldsError) -> [[UInt8]: LabelFormat] {
        var targets: [[UInt8]: LabelFormat] = [:]
        for (path, record) in places {
            guard let rule = notice.label(of: path).flatMap({ charter.labels[$0] }), rule.mode == .table
            else { continue }
            guard let parts = labelParts(rule, record, keys, charter, setting) else { throw .missingKey }
            targets[try issuedTarget(parts.scope)] = parts.format
        }
        return targets
    }

    /// The text of a label that the table has.
    ///
    /// - Parameter row: the row found under its target.
    /// - Returns: the text.
    /// - Throws: ``FieldsError/integrity`` for anything but what was sealed there.
    package func tableLabel(_ row: IssuedRow) throws(FieldsError) -> String {
        guard let text = try meaning(of: row)["text"]?.string, try issuedToken(text) == row.token else {
            throw .integrity
        }
        return text
    }

    /// Some label of a format; whether it is free, the table knows.
    package func randomLabel(_ format: LabelFormat) -> String { format.text(random.bytes(16)) }
}
