import CofferModel

/// One record as an import's line has it, and the references that it gives.
struct MadeRecord {
    let className: String
    let ref: String?
    let fields: [String: JSON]
    var parent: String?

    var json: JSON {
        var members: [String: JSON] = ["class": .string(className), "fields": .object(fields)]
        members["ref"] = ref.map { .string($0) }
        members["device"] = parent.map { .string($0) }
        return .object(members)
    }
}

extension TableMap {
    /// The records that the rows of one customer make.
    ///
    /// - Parameters:
    ///   - rows: his rows, at least one.
    ///   - shared: the columns that must be the same in all of them.
    /// - Returns: the records, those of all rows first.
    /// - Throws: what is wrong with a cell.
    func made(of rows: [RowCells], sharing shared: [String]) throws(IntakeFault) -> [MadeRecord] {
        guard let first = rows.first else { return [] }
        for cells in rows.dropFirst() {
            for column in shared where cells.text(column) != first.text(column) {
                throw cells.fault("intake.differs", column)
            }
        }
        var made: [MadeRecord] = []
        var parents: [String: String] = [:]
        for rule in records {
            guard let record = try rule.made(first, parents) else { continue }
            parents[rule.className] = record.ref
            made.append(record)
        }
        for cells in rows {
            var own = parents
            for rule in each {
                guard let record = try rule.made(cells, own) else {
                    own[rule.className] = nil
                    continue
                }
                own[rule.className] = record.ref
                made.append(record)
            }
        }
        return made
    }
}

extension RecordRule {
    /// The record of a row; nil where the row has nothing of it but what is the same for all.
    fileprivate func made(
        _ cells: RowCells, _ parents: [String: String]
    ) throws(IntakeFault) -> MadeRecord? {
        guard when.map({ cells.text($0) != nil }) ?? fields.contains(where: { $0.rule.isGiven(cells) }) else {
            return nil
        }
        var values: [String: JSON] = [:]
        for field in fields {
            do throws(IntakeFault) {
                values[field.path.field] = try field.rule.value(cells)
            } catch {
                var fault = error
                fault.field = field.path
                throw fault
            }
        }
        var own: String?
        if let ref, ref.isGiven(cells) || ref.text.constant != nil { own = try Reference.read(ref, cells) }
        var parent: String?
        if let on {
            guard let ref = parents[on] else { throw cells.fault("intake.parent", nil) }
            parent = ref
        }
        return MadeRecord(className: className, ref: own, fields: values, parent: parent)
    }
}
