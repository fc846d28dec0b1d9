import CofferModel

extension Assembly {
    /// The words of base with the company's own, and its own texts in place of those of base.
    var wording: Wording { library.wording.overridden(by: company.wording) }

    /// The kinds the company uses, as it changed them, and those it declared itself.
    func notices() -> [String: NoticeRule] {
        var notices: [String: NoticeRule] = [:]
        for (kind, place) in company.usedNotices {
            guard let notice = library.notices[kind] else {
                refusals.refuse(.unknownWord, place, "base has no notice of that kind")
                continue
            }
            notices[kind] = notice
        }
        for (kind, draft) in company.notices {
            if !Set(draft.texts.keys).isSubset(of: company.company.languages) {
                refusals.refuse(
                    .languageMissing, draft.place, "notice \(kind) has a language that is not the company's")
            }
            guard let notice = library.notices[kind] else {
                notices[kind] = draft.rule(refusals)
                continue
            }
            if notices[kind] == nil {
                refusals.refuse(.unknownWord, draft.place, "notice \(kind) is changed, and not used")
            }
            notices[kind] = draft.narrowing(notice, refusals)
        }
        return notices.mapValues { fitted($0).with(labels) }
    }

    /// A slot whose gate is closed, by the charter or by any overlay of it, carries nothing; and the company writes in
    /// its own languages, whatever base can.
    private func fitted(_ notice: NoticeRule) -> NoticeRule {
        let slots = notice.slots.mapValues { slot in
            slot.gate.map { isOpen($0) } ?? true ? slot : slot.closed
        }
        return NoticeRule(
            kind: notice.kind, ofClass: notice.ofClass, to: notice.to, topic: notice.topic, slots: slots,
            texts: notice.texts.filter { company.company.languages.contains($0.key) }, place: notice.place)
    }

    private func isOpen(_ name: String) -> Bool {
        guard let gate = library.gates[name] else { return false }
        let set = GateRule(
            positions: gate.positions, position: company.gates[name]?.position ?? gate.position,
            place: gate.place)
        return overlays.reduce(set) { gate, overlay in
            overlay.gates[name].map { gate.tightened(to: $0) } ?? gate
        }.isOpen
    }
}
