import CofferModel

extension NoticeRule {
    private static let keys: Set<String> = ["class", "to", "topic", "slots", "text"]

    static func read(_ file: Reader) -> [String: NoticeRule] {
        guard let tree = file.tree("notices") else { return [:] }
        let reader = Reader(tree, "notices", keys: nil, file.refusals)
        var notices: [String: NoticeRule] = [:]
        for entry in reader.all {
            guard let kind = reader.name(entry.key, entry.place) else { continue }
            notices[kind] = NoticeRule(kind, entry, file.refusals)
        }
        return notices
    }

    private init(_ kind: String, _ entry: Tree.Entry, _ refusals: Refusals) {
        let reader = Reader(entry.value, "notice \(kind)", keys: Self.keys, refusals)
        for key in Self.keys.sorted() { reader.need(key) }
        self.kind = kind
        place = entry.place
        ofClass = reader.word("class") ?? .mandatory
        to = (reader.words("to", as: Recipient.self) ?? []).sorted { $0.rawValue < $1.rawValue }
        topic = reader.word("topic") ?? .service
        slots = Self.slots(reader)
        texts = Self.texts(reader)
    }

    private static func slots(_ reader: Reader) -> [String: SlotRule] {
        guard let tree = reader.tree("slots") else { return [:] }
        let list = Reader(tree, "the slots of \(reader.what)", keys: nil, reader.refusals)
        var slots: [String: SlotRule] = [:]
        for entry in list.all {
            guard let name = list.name(entry.key, entry.place) else { continue }
            slots[name] = SlotRule(entry, list)
        }
        return slots
    }

    private static func texts(_ reader: Reader) -> [String: Text] {
        guard let tree = reader.tree("text") else { return [:] }
        let list = Reader(tree, "the text of \(reader.what)", keys: nil, reader.refusals)
        var texts: [String: Text] = [:]
        for entry in list.all {
            let keys: Set<String> = ["subject", "body"]
            let text = Reader(entry.value, "a text of \(reader.what)", keys: keys, reader.refusals)
            text.need("subject")
            text.need("body")
            guard let subject = template(text, "subject"), let body = template(text, "body") else { continue }
            texts[entry.key] = Text(subject: subject, body: body)
        }
        return texts
    }

    private static func template(_ reader: Reader, _ key: String) -> Template? {
        guard let text = reader.text(key) else { return nil }
        do {
            return try Template(parsing: text)
        } catch {
            reader.refuse(.templateLogic, reader.line(key), "\(reader.what) has braces that are no slot")
            return nil
        }
    }
}

extension SlotRule {
    /// `token`, `{ label: device }` or `{ field: a.b, form: date }`.
    init?(_ entry: Tree.Entry, _ list: Reader) {
        if let text = entry.value.text {
            guard text == "token" || text == "unsubscribe", let form = SlotForm(rawValue: text) else {
                list.refuse(.wrongKind, entry.place, "a slot without a field is a token or unsubscribe")
                return nil
            }
            self.init(form: form, label: nil, path: nil, currency: nil, optional: false, place: entry.place)
            return
        }
        let keys: Set<String> = ["label", "field", "form", "currency", "optional"]
        let reader = Reader(entry.value, "a slot of \(list.what)", keys: keys, list.refusals)
        if let name = reader.text("label").flatMap({ reader.name($0, entry.place) }) {
            self.init(
                form: .label, label: name, path: nil, currency: nil,
                optional: reader.flag("optional") ?? false, place: entry.place)
            return
        }
        reader.need("field")
        reader.need("form")
        guard let path = reader.text("field").flatMap({ FieldPath($0) }),
            let form = reader.word("form", as: SlotForm.self)
        else { return nil }
        let currency = reader.text("currency").flatMap { FieldPath($0) }
        if form == .amount, currency == nil {
            reader.refuse(.missingKey, nil, "an amount names its currency")
        }
        self.init(
            form: form, label: nil, path: path, currency: currency,
            optional: reader.flag("optional") ?? false,
            place: entry.place)
    }
}
