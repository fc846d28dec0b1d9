package import CofferCharter
import CofferCrypto
import CofferForms
package import CofferModel
package import CofferStore

/// What opening needs of one subject.
package struct OpenSubject: Sendable {
    /// His unwrapped scope keys.
    package let keys: SubjectKeys
    /// His rows, read in one transaction with his facts.
    package let records: [RecordID: RecordRow]

    package init(keys: SubjectKeys, records: [RecordRow]) {
        self.keys = keys
        self.records = Dictionary(uniqueKeysWithValues: records.map { ($0.record, $0) })
    }
}

extension Fields {
    /// Opens what was granted; what cannot be opened is that cell's answer, and recorded as such.
    ///
    /// - Parameters:
    ///   - grant: the charter's permission; it says where each value belongs.
    ///   - subjects: keys and rows of the subjects it names.
    ///   - charter: the charter in force.
    ///   - candidates: for cells to be verified, by ask: what the value is compared with, canonical.
    ///   - labels: for a notice, for whom its labels are made, and when; labels that staff are shown need none.
    /// - Returns: the opened values, unseen.
    /// - Throws: ``FieldsError``.
    package func open(
        _ grant: consuming Grant, _ subjects: [SubjectID: OpenSubject], _ charter: Charter,
        candidates: [Int: [UInt8]] = [:], labels: LabelSetting?
    ) throws(FieldsError) -> Unseen {
        guard grant.vault == vault, grant.charter == keyring.file.manifest.charter else {
            throw .foreignGrant
        }
        var buffer = try takeBuffer()
        var making = Making(charter, grant.notice.flatMap { charter.notices[$0] }, labels)
        var contents: [Unseen.Content] = []
        for cell in grant.cells {
            guard let id = cell.subject, let subject = subjects[id], let path = cell.path,
                let rule = charter.fields[path]
            else {
                contents.append(.failed(.notFound))
                continue
            }
            guard let spot = Spot(cell, rule, subject) else {
                contents.append(.failed(.notFound))
                continue
            }
            switch grant.action {
            case .scan: contents.append(try value(spot, &buffer))
            case .notice: contents.append(try slot(spot, &making, &buffer))
            case .deliver, .sign: contents.append(try delivery(spot, &buffer))
            default: contents.append(try content(spot, candidates[cell.ask], &buffer))
            }
        }
        return Unseen(grant, contents, buffer, issued: making.issued)
    }

    /// Which values of a draft are the very ones that its record holds: no more than that leaves.
    ///
    /// - Parameters:
    ///   - draft: the values to look at.
    ///   - grant: the charter's permission to write them.
    ///   - subject: keys and rows of the record's subject.
    ///   - charter: the charter in force.
    /// - Returns: their fields; not among them is what this process cannot open.
    /// - Throws: ``FieldsError``.
    package func same(
        as draft: RecordDraft, _ grant: borrowing Grant, _ subject: OpenSubject, _ charter: Charter
    ) throws(FieldsError) -> Set<FieldNumber> {
        guard grant.vault == vault, grant.charter == keyring.file.manifest.charter, grant.action == .write
        else { throw .foreignGrant }
        var buffer = try takeBuffer()
        var same: Set<FieldNumber> = []
        for cell in grant.cells where cell.subject == subject.keys.subject && cell.record == draft.record {
            guard let rule = cell.path.flatMap({ charter.fields[$0] }), let value = draft.values[rule.number],
                let spot = Spot(cell, rule, subject)
            else { continue }
            guard case .clear(let range, _) = try self.value(spot, &buffer) else { continue }
            if buffer.equals(value, range) { same.insert(rule.number) }
        }
        return same
    }

    private func content(
        _ spot: Spot, _ candidate: [UInt8]?, _ buffer: inout LockedBuffer
    ) throws(FieldsError) -> Unseen.Content {
        switch spot.cell.form {
        case .clear: try value(spot, &buffer)
        case .masked: try masked(spot, &buffer)
        case .verified: try verified(spot, candidate, &buffer)
        case .label: staffLabel(spot)
        case .delivered, .aggregate, nil: .failed(.roleDenied)
        }
    }

    /// A slot of a notice: what it carries goes to the renderer, never to the asker by itself.
    private func slot(
        _ spot: Spot, _ making: inout Making, _ buffer: inout LockedBuffer
    ) throws(FieldsError) -> Unseen.Content {
        switch spot.cell.form {
        case .delivered: try value(spot, &buffer)
        case .masked: try masked(spot, &buffer)
        case .label: try label(spot, &making, &buffer)
        case .clear, .verified, .aggregate, nil: .failed(.roleDenied)
        }
    }

    /// What leaves for a connector or an envelope; nothing else is opened on that way.
    private func delivery(_ spot: Spot, _ buffer: inout LockedBuffer) throws(FieldsError) -> Unseen.Content {
        guard spot.cell.form == .delivered else { return .failed(.roleDenied) }
        return spot.rule.retention.neverKept ? .entrusted : try value(spot, &buffer)
    }

    private func value(_ spot: Spot, _ buffer: inout LockedBuffer) throws(FieldsError) -> Unseen.Content {
        try open(spot, .value, &buffer) { .clear($0, spot.rule.type) }
    }

    private func masked(_ place: Spot, _ buffer: inout LockedBuffer) throws(FieldsError) -> Unseen.Content {
        guard let finest = place.rule.mask else { return .failed(.roleDenied) }
        let mask = place.cell.mask ?? finest
        if mask.isConstant { return .fixed(.string(mask.apply(to: [], as: place.rule.type))) }
        if place.rule.tier == 3 {
            return try open(place, .masked, &buffer) { .cut($0, from: finest, to: mask) }
        }
        return try open(place, .value, &buffer) { .mask($0, place.rule.type, mask) }
    }

    private func verified(
        _ place: Spot, _ candidate: [UInt8]?, _ buffer: inout LockedBuffer
    ) throws(FieldsError) -> Unseen.Content {
        guard let candidate else { return .failed(.usage) }
        let opened = try open(place, .value, &buffer) { .clear($0, place.rule.type) }
        guard case .clear(let range, _) = opened else { return opened }
        return .fixed(.bool(buffer.equals(candidate, range)))
    }

    /// What staff are shown in place of a record: the same for all of them, and for as long as the vault is there.
    private func staffLabel(_ spot: Spot) -> Unseen.Content {
        guard let held = keyring.newest(.audience(.staff, period: 0)) else { return .failed(.locked) }
        let label = LabelSubject(
            recipient: 0, service: 0, number: spot.rule.number, subject: spot.keys.subject,
            record: spot.row.record.bits)
        let bits = Derive.label(audience: held.key, reference: spot.keys.root.key, label)
        return .fixed(.string(LabelFormat.machine.text(bits)))
    }

    /// A label of the kind that the notice's slot names.
    private func label(
        _ spot: Spot, _ making: inout Making, _ buffer: inout LockedBuffer
    ) throws(FieldsError) -> Unseen.Content {
        guard let setting = making.setting, let rule = making.rule(of: spot.rule.path) else {
            return .failed(.templateInvalid)
        }
        var network: [UInt8] = []
        if rule.mode == .ipPrefix {
            let opened = try value(spot, &buffer)
            guard case .clear(let range, _) = opened else { return opened }
            let prefix = NetworkPrefix.bytes(
                of: buffer.copy(range), version4: rule.networks.version4, version6: rule.networks.version6)
            guard let prefix else { return .failed(.notFound) }
            network = prefix
        }
        let parts = labelParts(rule, spot.row.record, network: network, spot.keys, making.charter, setting)
        guard let parts else { return .failed(.locked) }
        let target = try issuedTarget(parts.scope)
        guard let text = parts.text ?? setting.table[target] else { return .failed(.locked) }
        if let row = try issue(parts, as: text, at: setting.now) { making.issued.append(row) }
        return .fixed(.string(text))
    }

    private func open(
        _ place: Spot, _ kind: SealedKind, _ buffer: inout LockedBuffer,
        _ make: (Range<Int>) -> Unseen.Content
    ) throws(FieldsError) -> Unseen.Content {
        let number = place.rule.number
        guard let packed = try? PackedRow(reading: place.row.packed) else { return .failed(.integrity) }
        guard let entry = packed[number.field, kind.rawValue] else { return .failed(.notFound) }
        guard let version = SealedValue.version(of: entry.sealed) else { return .failed(.integrity) }
        let use: KeyUse = kind == .masked ? .masked(number) : .field(number)
        guard let held = keyring.key(use, version: version) else { return .failed(.locked) }
        let address = place.scope
        guard entry.scope == address.kind, !place.keys.damaged.contains(address) else {
            return .failed(.integrity)
        }
        guard let scope = place.keys.scopes[address] else {
            return .failed(keyring.newest(.scopes(address.kind)) == nil ? .locked : .destroyed)
        }
        guard buffer.room >= entry.sealed.count else { throw .tooLarge }
        let context = place.context(kind, revision: entry.revision, vault: vault)
        guard
            let range = try? SealedValue.open(
                entry.sealed, under: held.key, versions: version...version, scope: scope.key,
                context: context,
                into: &buffer), let text = buffer.unpadded(range)
        else { return .failed(.integrity) }
        return make(text)
    }
}

/// Where one value lies and belongs.
private struct Spot {
    let cell: Cell
    let rule: FieldRule
    let row: RecordRow
    let keys: SubjectKeys

    init?(_ cell: Cell, _ rule: FieldRule, _ subject: OpenSubject) {
        guard let id = cell.record, let row = subject.records[id], row.ofClass == rule.number.ofClass else {
            return nil
        }
        self.cell = cell
        self.rule = rule
        self.row = row
        keys = subject.keys
    }

    var scope: ScopeAddress { Fields.scope(of: rule, subject: row.subject, record: row.record) }

    func context(_ kind: SealedKind, revision: UInt64, vault: VaultID) -> SealingContext {
        SealingContext(
            kind: kind, vault: vault, ofClass: rule.number.ofClass, field: rule.number.field,
            subject: row.subject.bits, record: row.record.bits, revision: revision)
    }
}

/// What the labels of one notice are made by.
private struct Making {
    let charter: Charter
    let notice: NoticeRule?
    let setting: LabelSetting?
    var issued: [IssuedRow] = []

    init(_ charter: Charter, _ notice: NoticeRule?, _ setting: LabelSetting?) {
        self.charter = charter
        self.notice = notice
        self.setting = setting
    }

    /// The one kind of label by which the notice names a field.
    func rule(of path: FieldPath) -> LabelRule? { notice?.label(of: path).flatMap { charter.labels[$0] } }
}
