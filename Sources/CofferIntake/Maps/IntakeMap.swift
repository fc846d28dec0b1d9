import CofferModel

/// What the columns of a table, or the files of a folder, are in the vault.
package struct IntakeMap: Sendable {
    enum Content: Sendable {
        case table(TableMap)
        case folder(FolderMap)
    }

    /// What the map calls itself.
    package let name: String
    let content: Content

    /// Whether it is of a folder.
    package var isFolder: Bool { if case .folder = content { true } else { false } }
}

/// What the columns of a table are.
struct TableMap: Sendable {
    var format = TableFormat(form: .cells(.comma), encoding: .utf8)
    /// Whether a customer may have several rows.
    var isGrouped = false
    var empty: Set<String> = []
    var ignored: [String] = []
    /// The company's own key of the customer.
    var ref = CellRule()
    var language = CellRule()
    var source = CellRule()
    /// Once for a customer.
    var records: [RecordRule] = []
    /// For every row.
    var each: [RecordRule] = []

    /// Every column that is looked at.
    var used: [String] { usedOnce + each.flatMap(\.used) }

    /// Those that are the same in all rows of a customer.
    var usedOnce: [String] { [ref, language, source].flatMap(\.used) + records.flatMap(\.used) }

    /// The same, for a table that adds to customers of another.
    var usedOnceBeside: [String] { ref.used + records.flatMap(\.used) }
}

/// One record that is made of a row.
struct RecordRule: Sendable {
    let className: String
    var ref: CellRule?
    /// The class of the record it hangs on.
    var on: String?
    /// The column without which there is no such record.
    var when: String?
    var fields: [FieldCell] = []

    /// How one field is made.
    struct FieldCell: Sendable {
        let path: FieldPath
        let rule: CellRule
    }

    var used: [String] { fields.flatMap(\.rule.used) + (ref?.used ?? []) + (when.map { [$0] } ?? []) }
}

/// How the files of a folder find their devices.
struct FolderMap: Sendable {
    /// What of a file names the device.
    enum Naming: String, Sendable, CaseIterable {
        /// The names in the certificate.
        case names
        /// The file's name without its ending.
        case fileName = "file_name"
        /// The map's own list.
        case list
    }

    /// What of the device is named.
    enum Device: String, Sendable, CaseIterable {
        case hostname
        case address = "mgmt_address"
        case ref
    }

    var naming = Naming.names
    var device = Device.hostname
    /// References of devices by names of files.
    var list: [String: String] = [:]
}
