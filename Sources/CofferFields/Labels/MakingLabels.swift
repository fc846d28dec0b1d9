package import CofferCharter
import CofferCrypto
import CofferForms
package import CofferModel

extension FieldNumber {
    /// What stands for no field, but for the customer himself.
    package static let customer = FieldNumber(ofClass: 0, field: 0)
}

extension LabelRule {
    /// The key that makes its labels at a time.
    package func key(at now: Timestamp) -> KeyUse {
        .audience(scope == .internal ? .staff : .customer, period: period.number(at: now))
    }
}

extension Fields {
    /// What the labels of one thing are made of, under this process's key.
    struct LabelParts {
        let rule: LabelRule
        let place: LabelSubject
        let service: String
        let keys: SubjectKeys
        let held: HeldKey
        let format: LabelFormat

        /// The 16 bytes that hold thing, scope and period.
        var bits: [UInt8] { Derive.label(audience: held.key, reference: keys.root.key, place) }

        /// The label as it is written; nil for a table's.
        var text: String? {
            switch rule.mode {
            case .mac, .ipPrefix: format.text(bits)
            case .siv:
                format.text(
                    Derive.reversibleLabel(audience: held.key, reference: keys.root.key, place))
            case .table: nil
            }
        }
    }

    /// Brings together what a label is made of; nil when this process lacks the key of the period.
    ///
    /// - Parameters:
    ///   - rule: the kind of label.
    ///   - record: the record it stands for.
    ///   - network: the network it stands for, instead of the record.
    ///   - keys: the subject's keys.
    ///   - charter: the charter in force.
    ///   - setting: for whom, and when.
    /// - Returns: the parts.
    func labelParts(
        _ rule: LabelRule, _ record: RecordID, network: [UInt8] = [], _ keys: SubjectKeys,
        _ charter: Charter, _ setting: LabelSetting
    ) -> LabelParts? {
        guard let held = keyring.newest(rule.key(at: setting.now)),
            let number = rule.path == LabelRule.customer ? .customer : charter.fields[rule.path]?.number
        else { return nil }
        let (recipient, service) = scope(of: rule, record, keys, setting)
        let place = LabelSubject(
            recipient: recipient, service: service, number: number, subject: keys.subject,
            record: network.isEmpty ? record.bits : 0, network: network)
        return LabelParts(
            rule: rule, place: place, service: setting.service(of: record), keys: keys, held: held,
            format: rule.format(for: setting.service(of: record)))
    }

    /// Who will read it and what it is for: what the scope leaves out is zero.
    private func scope(
        of rule: LabelRule, _ record: RecordID, _ keys: SubjectKeys, _ setting: LabelSetting
    ) -> (recipient: UInt128, service: UInt128) {
        func part(_ part: LabelPart) -> UInt128 { Derive.labelPart(part, reference: keys.root.key) }
        let recipient =
            switch setting.reader {
            case .channel(let record, let number, let revision):
                part(.channel(record, number, revision: revision))
            case .recipient(let name): part(.recipient(name))
            case nil: UInt128(0)
            }
        return switch rule.scope {
        case .transaction: (recipient, part(.message(setting.message)))
        case .document: (recipient, part(.document(setting.document)))
        case .relationship: (recipient, part(.service(setting.service(of: record))))
        case .recipient: (recipient, 0)
        case .internal: (0, 0)
        }
    }
}

extension Fields.LabelParts {
    /// All that must be equal for one label: thing, scope and period, and how it is written, so that a charter that writes
    /// it otherwise begins with other labels.
    var scope: [UInt8] {
        let written =
            "\(rule.mode.rawValue) \(format.prefix) \(format.alphabet) \(format.length) \(format.check)"
        return bits + Array(written.utf8)
    }
}
