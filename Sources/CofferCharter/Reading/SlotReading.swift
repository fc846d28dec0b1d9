import CofferModel

extension SlotRule {
    private static let plain: [String: (SlotForm, Origin)] = [
        "token": (.token, .message), "once": (.once, .message), "unsubscribe": (.unsubscribe, .message),
        "company": (.company, .charter),
        "contact": (.contact, .charter),
    ]
    private static let keys: Set<String> = [
        "label", "field", "form", "currency", "given", "of", "unit", "after", "optional", "gate",
    ]

    /// `token`, `{ label: device }`, `{ field: a.b, form: date }` or `{ given: date }`.
    init?(_ entry: Tree.Entry, _ list: Reader) {
        if let text = entry.value.text {
            guard let (form, origin) = Self.plain[text] else {
                list.refuse(
                    .wrongKind, entry.place,
                    "a slot of one word is token, once, unsubscribe, company or contact")
                return nil
            }
            self.init(
                origin: origin, form: form, currency: nil, list: nil, optional: false, gate: nil,
                place: entry.place)
            return
        }
        let reader = Reader(entry.value, "a slot of \(list.what)", keys: Self.keys, list.refusals)
        let sources = ["label", "field", "given"].filter { reader.has($0) }
        guard sources.count == 1 else {
            reader.refuse(.missingKey, nil, "\(reader.what) has one of label, field and given")
            return nil
        }
        switch sources[0] {
        case "label": self.init(label: reader, entry.place)
        case "field": self.init(field: reader, entry.place)
        default: self.init(given: reader, entry.place)
        }
    }

    private init(_ origin: Origin, _ form: SlotForm, _ reader: Reader, _ list: String?, _ place: Place) {
        let used: Set<String> =
            switch origin {
            case .field: ["field", "form", "currency", "of", "optional", "gate"]
            case .given: ["given", "of", "unit", "after", "optional"]
            default: ["label", "optional"]
            }
        for key in Self.keys.subtracting(used).sorted() where reader.has(key) {
            reader.refuse(
                .unknownKey, reader.line(key), "\(reader.what) has no \(key) beside what it carries")
        }
        let gate = reader.text("gate")
        let optional = reader.flag("optional") ?? false
        if gate != nil, !optional {
            reader.refuse(.missingKey, nil, "\(reader.what) has a gate and is not optional")
        }
        self.init(
            origin: origin, form: form, currency: reader.text("currency").flatMap { FieldPath($0) },
            list: list,
            optional: optional, gate: gate, place: place)
    }

    private init?(label reader: Reader, _ place: Place) {
        guard let name = reader.text("label").flatMap({ reader.name($0, place) }) else { return nil }
        self.init(.label(kind: name, of: nil), .label, reader, nil, place)
    }

    private init?(field reader: Reader, _ place: Place) {
        reader.need("form")
        guard let path = reader.text("field").flatMap({ FieldPath($0) }),
            let form = reader.word("form", as: SlotForm.self)
        else { return nil }
        if form == .amount, !reader.has("currency") {
            reader.refuse(.missingKey, nil, "an amount names its currency")
        }
        if form == .word { reader.need("of") }
        self.init(.field(path), form, reader, reader.text("of"), place)
    }

    /// What a sender may give, and the form it then has.
    private static let given: [String: SlotForm] = [
        "date": .date, "day_time": .hour, "count": .count, "measure": .measure, "word": .word,
        "words": .words, "reference": .reference, "amount": .amount,
    ]

    private init?(given reader: Reader, _ place: Place) {
        guard let form = reader.text("given").flatMap({ Self.given[$0] }) else {
            reader.refuse(.unknownWord, reader.line("given"), "\(reader.what) is given in a type of the list")
            return nil
        }
        if form == .word || form == .words { reader.need("of") }
        if ![.word, .words, .measure].contains(form) && reader.has("of")
            || form != .count && reader.has("unit")
        {
            reader.refuse(.unknownKey, nil, "\(reader.what) has no list or unit")
        }
        if reader.has("after"), form != .date, form != .hour {
            reader.refuse(.unknownKey, reader.line("after"), "\(reader.what) is no time, and after no other")
        }
        self.init(.given, form, reader, reader.text(form == .count ? "unit" : "of"), place)
        after = reader.text("after")
    }
}
