import CofferCharter
import CofferModel

/// A map that does not hold, with every reason at once.
package struct MapInvalid: Error, Hashable, Sendable {
    /// The reasons, a sentence each with file, line and rule; they hold names of the map and no other content.
    package let reasons: [String]

    init(_ refusals: Refusals) { reasons = refusals.invalid.refusals.map(\.description) }
}

extension IntakeMap {
    /// Reads a map: plain YAML, of which every key is known.
    ///
    /// - Parameters:
    ///   - bytes: at most 512 KiB of UTF-8.
    ///   - file: the file's name, for messages.
    /// - Returns: the map.
    /// - Throws: every reason why not, with file, line and rule.
    package static func read(_ bytes: [UInt8], file: String) throws(MapInvalid) -> IntakeMap {
        let refusals = Refusals()
        guard let tree = Tree.read(bytes, file: file, refusals) else { throw MapInvalid(refusals) }
        let keys: Set<String> = ["map", "table", "folder", "customer", "records", "each"]
        let reader = Reader(tree, "a map", keys: keys, refusals)
        reader.need("map")
        let name = reader.text("map").flatMap { $0.utf8.count <= 64 ? $0 : nil } ?? "?"
        let content: Content
        if let folder = reader.tree("folder") {
            for key in ["table", "customer", "records", "each"] where reader.has(key) {
                reader.refuse(.unknownKey, reader.line(key), "a map of a folder has no \(key)")
            }
            content = .folder(FolderMap(folder, refusals))
        } else {
            content = .table(TableMap(reader))
        }
        guard refusals.isEmpty else { throw MapInvalid(refusals) }
        return IntakeMap(name: name, content: content)
    }
}

extension TableMap {
    init(_ map: Reader) {
        map.need("customer")
        if let table = map.tree("table") { read(table, map.refusals) }
        if let customer = map.tree("customer") {
            let reader = Reader(
                customer, "customer", keys: ["ref", "language", "source"], map.refusals)
            for key in ["ref", "language", "source"] { reader.need(key) }
            ref = CellRule(reader, "ref")
            language = CellRule(reader, "language")
            source = CellRule(reader, "source")
        }
        records = Self.records(map, "records", parents: [])
        each = Self.records(map, "each", parents: records)
        if records.isEmpty, each.isEmpty {
            map.refuse(.missingKey, nil, "a map of a table lacks records")
        }
        if !each.isEmpty, !isGrouped {
            map.refuse(.wrongKind, map.line("each"), "each is for tables with several rows a customer")
        }
    }

    private mutating func read(_ tree: Tree, _ refusals: Refusals) {
        let keys: Set<String> = ["form", "encoding", "separator", "rows", "empty", "ignore"]
        let reader = Reader(tree, "table", keys: keys, refusals)
        format.encoding = reader.word("encoding") ?? .utf8
        if reader.word("form", as: FormOfTable.self) == .json {
            format = TableFormat(form: .objects, encoding: .utf8)
            for key in ["encoding", "separator"] where reader.has(key) {
                reader.refuse(.unknownKey, reader.line(key), "lines of JSON have no \(key)")
            }
        } else {
            format.form = .cells(reader.word("separator") ?? .comma)
        }
        isGrouped = reader.word("rows", as: RowsOfCustomer.self) == .several
        if reader.has("empty") { empty = Set(reader.texts("empty")?.map(\.text) ?? []) }
        if reader.has("ignore") {
            ignored = reader.texts("ignore")?.map(\.text) ?? []
        }
    }

    private enum RowsOfCustomer: String { case one, several }

    private enum FormOfTable: String { case cells, json }

    private static func records(_ map: Reader, _ key: String, parents: [RecordRule]) -> [RecordRule] {
        guard let tree = map.tree(key) else { return [] }
        guard let list = tree.list, !list.isEmpty else {
            map.refuse(.wrongKind, tree.place, "\(key) is a list of records")
            return []
        }
        var records: [RecordRule] = []
        for tree in list {
            let reader = Reader(
                tree, "a record", keys: ["class", "ref", "on", "when", "fields"], map.refusals)
            reader.need("class")
            reader.need("fields")
            guard let name = reader.text("class").flatMap({ reader.name($0, reader.line("class")) }) else {
                continue
            }
            var record = RecordRule(className: name)
            if reader.has("ref") { record.ref = CellRule(reader, "ref") }
            if let on = reader.text("on") {
                if !(parents + records).contains(where: { $0.className == on && $0.ref != nil }) {
                    reader.refuse(
                        .unknownWord, reader.line("on"), "on names no record before it that has a ref")
                }
                record.on = on
            }
            record.when = reader.text("when")
            record.fields = fields(reader, of: name)
            records.append(record)
        }
        return records
    }

    private static func fields(_ record: Reader, of name: String) -> [RecordRule.FieldCell] {
        guard let tree = record.tree("fields") else { return [] }
        let reader = Reader(tree, "fields", keys: nil, record.refusals)
        if reader.all.isEmpty { reader.refuse(.wrongKind, tree.place, "fields is a mapping of fields") }
        return reader.all.compactMap { entry in
            guard let field = reader.name(entry.key, entry.place) else { return nil }
            return RecordRule.FieldCell(
                path: FieldPath(className: name, field: field),
                rule: CellRule(entry.value, entry.place, field, record.refusals))
        }
    }
}

extension FolderMap {
    init(_ tree: Tree, _ refusals: Refusals) {
        let reader = Reader(tree, "folder", keys: ["by", "device", "list"], refusals)
        reader.need("by")
        naming = reader.word("by") ?? .names
        if reader.has("device") { device = reader.word("device") ?? .hostname }
        guard naming == .list else {
            if reader.has("list") { reader.refuse(.unknownKey, reader.line("list"), "list is for by: list") }
            return
        }
        reader.need("list")
        if reader.has("device") {
            reader.refuse(.unknownKey, reader.line("device"), "a list names devices by their ref")
        }
        device = .ref
        guard let tree = reader.tree("list") else { return }
        for entry in Reader(tree, "list", keys: nil, refusals).all {
            guard let ref = entry.value.text, !ref.isEmpty else {
                refusals.refuse(.wrongKind, entry.place, "list says the ref of a device for a file")
                continue
            }
            list[entry.key] = ref
        }
    }
}
