import CofferCharter
import CofferFields
import CofferModel
import CofferStore

extension Vault {
    /// The subject's certificates, each with the records by which its device is entered and their revisions.
    func revocable(of open: OpenSubject) -> [RecordID: [RecordID: UInt64]] {
        let certificates = classes { $0 == .certificate }
        let entered = classes(\.isDeviceSecret)
        var revocable: [RecordID: [RecordID: UInt64]] = [:]
        for row in open.records.values where certificates.contains(row.ofClass) {
            let beside = open.records.values.filter {
                row.parent != nil && $0.parent == row.parent && entered.contains($0.ofClass)
            }
            revocable[row.record] = Dictionary(uniqueKeysWithValues: beside.map { ($0.record, $0.revision) })
        }
        return revocable
    }

    /// The secrets of a record that were last written in a revision or before it.
    func secrets(of row: RecordRow, through revision: UInt64) throws(VaultError) -> Set<FieldNumber> {
        guard let packed = try? PackedRow(reading: row.packed) else { throw VaultError(.integrity) }
        let old = packed.cells.filter { $0.revision <= revision }
            .map { FieldNumber(ofClass: row.ofClass, field: $0.field) }
        return Set(old.filter { charter.field($0)?.type.isDeviceSecret == true })
    }

    /// The classes that have a field of such a type.
    private func classes(_ isMeant: (FieldType) -> Bool) -> Set<UInt16> {
        Set(charter.fields.values.filter { isMeant($0.type) }.map(\.number.ofClass))
    }
}
