import CofferModel

extension Checks {
    /// A label keeps apart what it must: it names no value, meets no other label, and stays among those it is for.
    func labels() {
        for label in assembly.labels.values.sorted(by: { $0.kind < $1.kind }) {
            subject(of: label)
            lengths(of: label)
            if label.mode == .siv, label.scope == .transaction || label.scope == .document {
                refuse(
                    .labelModeUnfit, label.place,
                    "label \(label.kind) is read again without a table, and so cannot be of one message or document"
                )
            }
            if label.networks.version4 > 24 || label.networks.version6 > 48 {
                refuse(
                    .labelNetworkTooFine, label.place,
                    "label \(label.kind) tells networks apart finer than /24 and /48")
            }
        }
        let notices = library.notices.merging(charter.notices) { _, sent in sent }
        for notice in notices.values.sorted(by: { $0.kind < $1.kind }) { labels(in: notice) }
    }

    /// It stands for a record, or for the network of an address; never for a value of which there are few.
    private func subject(of label: LabelRule) {
        if label.path == LabelRule.customer {
            guard label.mode != .mac, label.mode != .table else { return }
            refuse(
                .labelModeUnfit, label.place,
                "label \(label.kind) is of the customer, and its mode names a record or a network")
            return
        }
        guard let field = fields.first(where: { $0.path == label.path }) else {
            refuse(.unknownWord, label.place, "label \(label.kind) is of no known class or field")
            return
        }
        let isAddress = field.type == .ipAddress || field.type == .hostAddress
        if label.mode == .ipPrefix, !isAddress {
            refuse(.labelModeUnfit, label.place, "label \(label.kind) is of a network, and its field of none")
        } else if label.mode != .ipPrefix, !field.type.canBeIndexed {
            refuse(
                .labelLowEntropy, label.place,
                "label \(label.kind) is of a field with so few values that their number tells which is which")
        }
    }

    private func lengths(of label: LabelRule) {
        guard let bytes = label.mode.bytes else { return }
        for format in label.formats where format.length < 26 || !format.holds(bytes: bytes) {
            if format.length < 26 || bytes == 16 {
                refuse(
                    .labelShort, label.place,
                    "label \(label.kind) is so short that two may meet, and no table keeps them apart")
            } else {
                refuse(
                    .labelReversible, label.place,
                    "label \(label.kind) is too short to be read again without a table")
            }
        }
    }

    /// Staff and customers see labels of their own, and one message has one label of one thing.
    private func labels(in notice: NoticeRule) {
        var kinds: [FieldPath: String] = [:]
        for (name, slot) in notice.slots.sorted(by: { $0.key < $1.key }) {
            guard let kind = slot.label else { continue }
            guard let label = assembly.labels[kind] else {
                refuse(.unknownWord, slot.place, "slot \(name) of \(notice.kind) is of no kind of label")
                continue
            }
            let toStaff = notice.to.contains(.staff)
            let toOthers = notice.to.contains { $0 != .staff }
            if label.scope == .internal ? toOthers : toStaff {
                refuse(
                    .labelAudience, slot.place,
                    "slot \(name) of \(notice.kind) gives customers a label of the staff's, or staff theirs")
            }
            if let other = kinds[label.path], other != kind {
                refuse(
                    .labelsJoined, slot.place,
                    "notice \(notice.kind) has two labels of one thing side by side")
            }
            kinds[label.path] = kind
        }
    }
}
