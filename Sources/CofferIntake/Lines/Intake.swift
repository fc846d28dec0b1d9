import CofferModel

/// Makes the lines of an import of tables and folders, one customer after the other.
///
/// The first table says who the customers are; the others, and folders of certificates, add records to them. Memory stays
/// the same however long the first table is; of each row of the others, and of a table with several rows a customer, 32
/// bytes are kept. They are looked through before the first customer comes: a row that cannot be read there could be
/// anybody's, so nobody goes in.
package final class Intake {
    /// One file or folder with its map.
    package struct Part: Sendable {
        /// The path; `-` for standard input.
        package let path: String
        /// What it holds.
        package let map: IntakeMap

        /// Takes both.
        package init(path: String, map: IntakeMap) {
            self.path = path
            self.map = map
        }
    }

    /// What comes next.
    package enum Next: Sendable {
        /// A customer, and where he begins.
        case customer([UInt8], IntakeFault.Place)
        /// Something that is not taken.
        case refused(IntakeFault)
    }

    private enum Main {
        case rows(Table)
        case groups(GroupedTable)
    }

    private enum Phase {
        case indexing(Int)
        case customers
        case leftovers(Int)
        case ended
    }

    /// What is added to customers of the first table.
    enum Addition {
        case table(GroupedTable)
        case folder(CertificateFolder)
    }

    private let main: Main
    private let additions: [(file: Int, addition: Addition)]
    private var phase = Phase.indexing(0)
    private var isBroken = false
    private var references = GivenReferences()

    /// Opens the files.
    ///
    /// - Parameters:
    ///   - parts: 1...8 files and folders, a table first.
    ///   - passphrases: for what is encrypted in folders.
    /// - Throws: why one of them cannot be read, with its number.
    package init(_ parts: [Part], passphrases: Passphrases) throws(IntakeFault) {
        guard let first = parts.first, parts.count <= Limits.intakeParts,
            case .table(let map) = first.map.content
        else { throw IntakeFault("intake.parts", line: 0, isEnd: true) }
        main = map.isGrouped ? .groups(try GroupedTable(first.path, map)) : .rows(try Table(first.path, map))
        var additions: [(file: Int, addition: Addition)] = []
        for (place, part) in parts.enumerated().dropFirst() {
            do throws(IntakeFault) {
                switch part.map.content {
                case .table(let map):
                    additions.append((place + 1, .table(try GroupedTable(part.path, map))))
                case .folder(let map):
                    let folder = try CertificateFolder(part.path, map, passphrases)
                    additions.append((place + 1, .folder(folder)))
                }
            } catch { throw error.of(file: place + 1) }
        }
        self.additions = additions
    }

    /// How much of the first table is done, 0...1; nil when its size is not known.
    package var share: Double? {
        switch main {
        case .rows(let table): table.share
        case .groups(let table): table.share
        }
    }

    /// Whether it came to no end: what was refused last, or while looking through, left the rest unread.
    package private(set) var isStopped = false

    /// The next customer or refusal; nil at the end.
    package func next() -> Next? {
        while true {
            switch phase {
            case .indexing(let place):
                if let fault = index(place) { return .refused(fault) }
            case .customers:
                do throws(IntakeFault) {
                    if let customer = try customer() { return .customer(customer.line, customer.place) }
                    phase = .leftovers(0)
                } catch {
                    if error.isEnd { (phase, isStopped) = (.ended, true) }
                    return .refused(error)
                }
            case .leftovers(let place):
                guard place < additions.count else {
                    phase = .ended
                    continue
                }
                if let fault = leftover(additions[place].addition, place) {
                    return .refused(fault.of(file: additions[place].file))
                }
            case .ended: return nil
            }
        }
    }

    // MARK: Looking through

    /// Looks through all that must be known before the first customer; nil when one part is done.
    private func index(_ place: Int) -> IntakeFault? {
        guard place <= additions.count else {
            phase = isBroken ? .ended : .customers
            isStopped = isBroken
            return nil
        }
        let file = place == 0 ? 1 : additions[place - 1].file
        do throws(IntakeFault) {
            while try isIndexing(place) {}
            phase = .indexing(place + 1)
            return nil
        } catch {
            isBroken = true
            if error.isEnd { phase = .indexing(place + 1) }
            return error.of(file: file)
        }
    }

    private func isIndexing(_ place: Int) throws(IntakeFault) -> Bool {
        if place > 0 {
            switch additions[place - 1].addition {
            case .table(let table): return try table.index()
            case .folder(let folder): return try folder.index()
            }
        }
        guard case .groups(let table) = main else { return false }
        return try table.index()
    }

    private func leftover(_ addition: Addition, _ place: Int) -> IntakeFault? {
        do throws(IntakeFault) {
            switch addition {
            case .table(let table):
                if let line = try table.nextUnused() { return IntakeFault("intake.owner", line: line) }
            case .folder(let folder):
                if let number = folder.nextUnused() { return IntakeFault("intake.device", line: number) }
            }
            phase = .leftovers(place + 1)
            return nil
        } catch {
            if error.isEnd { phase = .leftovers(place + 1) }
            return error
        }
    }

    // MARK: Customers

    private func customer() throws(IntakeFault) -> (line: [UInt8], place: IntakeFault.Place)? {
        switch main {
        case .rows(let table):
            guard let cells = try table.next() else { return nil }
            let line = try line(table.map, try table.ref(cells), [cells])
            return (line, IntakeFault.Place(file: 1, line: cells.row.line))
        case .groups(let table):
            guard let (ref, number) = try table.nextCustomer() else { return nil }
            let line = try line(table.map, ref, try table.rows(of: ref))
            return (line, IntakeFault.Place(file: 1, line: number))
        }
    }

    private func line(
        _ map: TableMap, _ ref: String, _ rows: [RowCells]
    ) throws(IntakeFault) -> [UInt8] {
        // Whatever is wrong with him, these rows are his.
        var own: [(file: Int, map: TableMap, rows: [RowCells])] = []
        for (file, addition) in additions {
            guard case .table(let table) = addition else { continue }
            do throws(IntakeFault) { own.append((file, table.map, try table.rows(of: ref))) } catch {
                throw error.of(file: file)
            }
        }
        guard let cells = rows.first else { throw IntakeFault("intake.ref", line: 0) }
        var records = try map.made(of: rows, sharing: map.usedOnce)
        for (file, map, rows) in own {
            do throws(IntakeFault) {
                records += try map.made(of: rows, sharing: map.usedOnceBeside)
            } catch {
                throw error.of(file: file)
            }
        }
        records += try certificates(of: records, owner: ref, cells)
        let members: [String: JSON] = [
            "ref": .string(ref), "language": try head(map.language, cells),
            "source": try head(map.source, cells), "records": .array(records.map(\.json)),
        ]
        try give(ref, records, cells)
        return JSON.object(members).canonical
    }

    /// What folders have for the devices among somebody's records.
    private func certificates(
        of records: [MadeRecord], owner: String, _ cells: RowCells
    ) throws(IntakeFault) -> [MadeRecord] {
        var certificates: [MadeRecord] = []
        for (file, addition) in additions {
            guard case .folder(let folder) = addition else { continue }
            for device in records where device.className == "device" {
                let found: [[String: JSON]]
                do throws(IntakeFault) { found = try folder.fields(of: device, owner: owner) } catch {
                    throw error.of(file: file)
                }
                guard !found.isEmpty else { continue }
                guard let ref = device.ref else { throw cells.fault("intake.parent", nil) }
                certificates += found.map {
                    MadeRecord(className: "certificate", ref: nil, fields: $0, parent: ref)
                }
            }
        }
        return certificates
    }

    private func head(_ rule: CellRule, _ cells: RowCells) throws(IntakeFault) -> JSON {
        guard let text = try rule.text.text(cells) else {
            throw cells.fault("intake.value", rule.text.columns.first)
        }
        return .string(Cells.trimmed(text))
    }

    /// Notes the references of a customer who is complete.
    private func give(_ ref: String, _ records: [MadeRecord], _ cells: RowCells) throws(IntakeFault) {
        var given = [("", ref)]
        for record in records { if let ref = record.ref { given.append((record.className, ref)) } }
        for (name, ref) in given {
            guard let isNew = references.insert(name, ref) else {
                throw IntakeFault("intake.references", line: cells.row.line, isEnd: true)
            }
            guard isNew else { throw cells.fault("intake.ref_twice", nil) }
        }
    }
}
