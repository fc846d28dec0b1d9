package import CofferCharter
import CofferModel
package import CofferStore

extension Fields {
    /// The customer's own label in a notice, and its row.
    ///
    /// - Parameters:
    ///   - rule: the kind of label, of ``LabelRule/customer``.
    ///   - keys: his keys.
    ///   - charter: the charter in force.
    ///   - setting: for whom, and when; with the text of one that only the table knows.
    /// - Returns: the label, and the row to be stored with the message it leaves in.
    /// - Throws: ``FieldsError/missingKey`` when this process may make no such labels.
    package func customerLabel(
        _ rule: LabelRule, _ keys: SubjectKeys, _ charter: Charter, _ setting: LabelSetting
    ) throws(FieldsError) -> (text: String, issued: IssuedRow?) {
        guard let parts = labelParts(rule, RecordID(bits: 0), keys, charter, setting) else {
            throw .missingKey
        }
        let target = try issuedTarget(parts.scope)
        guard let text = parts.text ?? setting.table[target] else { throw .missingKey }
        return (text, try issue(parts, as: text, at: setting.now))
    }
}
