import CofferCharter
import CofferCrypto
import CofferFields
import CofferModel
import CofferStore

extension Vault {
    /// Where a subject's e-mail addresses and telephone numbers stand, each with the revision at which it was last written.
    ///
    /// - Throws: `integrity` for a row that cannot be read.
    func addresses(of open: OpenSubject) throws(VaultError) -> [ChannelField: UInt64] {
        let rules = charter.fields.values.filter { $0.type.isAddress }
        var revisions: [ChannelField: UInt64] = [:]
        for row in open.records.values {
            let mine = rules.filter { $0.number.ofClass == row.ofClass }
            guard !mine.isEmpty else { continue }
            guard let packed = try? PackedRow(reading: row.packed) else { throw VaultError(.integrity) }
            for rule in mine {
                guard let cell = packed[rule.number.field, SealedKind.value.rawValue] else { continue }
                revisions[ChannelField(record: row.record, path: rule.path)] = cell.revision
            }
        }
        return revisions
    }

    /// In which revision the address of a channel is; 0 where none stands.
    ///
    /// - Throws: `integrity` for a row that cannot be read.
    func revision(of channel: ChannelField, in open: OpenSubject?) throws(VaultError) -> UInt64 {
        guard let open else { return 0 }
        return try addresses(of: open)[channel] ?? 0
    }
}
