import CofferModel

/// A kind of notice as a file declares it: whole, or only what a company changes of a kind of the library.
struct NoticeDraft {
    let kind: String
    let ofClass: NoticeRule.Class?
    let to: [NoticeRule.Recipient]?
    let topic: Channel.Topic?
    let slots: [String: SlotRule]?
    let without: [(text: String, place: Place)]
    let texts: [String: NoticeRule.Text]
    let place: Place
    private let lacks: [String]
    private let declares: [String]

    private static let declaring = ["class", "topic", "slots"]
    private static let keys: Set<String> = ["class", "to", "topic", "slots", "without", "text"]

    static func read(_ file: Reader) -> [String: NoticeDraft] {
        guard let tree = file.tree("notices") else { return [:] }
        let reader = Reader(tree, "notices", keys: nil, file.refusals)
        var notices: [String: NoticeDraft] = [:]
        for entry in reader.all {
            guard let kind = reader.name(entry.key, entry.place) else { continue }
            notices[kind] = NoticeDraft(kind, entry, file.refusals)
        }
        return notices
    }

    private init(_ kind: String, _ entry: Tree.Entry, _ refusals: Refusals) {
        let reader = Reader(entry.value, "notice \(kind)", keys: Self.keys, refusals)
        self.kind = kind
        place = entry.place
        ofClass = reader.word("class")
        to = reader.words("to", as: NoticeRule.Recipient.self)?.sorted { $0.rawValue < $1.rawValue }
        topic = reader.word("topic")
        slots = Self.slots(reader)
        without = reader.texts("without") ?? []
        texts = Self.texts(reader)
        lacks = (Self.declaring + ["to", "text"]).filter { !reader.has($0) }
        declares = Self.declaring.filter { reader.has($0) }
    }

    /// The kind, where nothing else declares it.
    func rule(_ refusals: Refusals) -> NoticeRule {
        for key in lacks.sorted() { refusals.refuse(.missingKey, place, "notice \(kind) lacks \(key)") }
        if let first = without.first {
            refusals.refuse(.overrideWidens, first.place, "notice \(kind) is its own and leaves nothing out")
        }
        return NoticeRule(
            kind: kind, ofClass: ofClass ?? .mandatory, to: to ?? [], topic: topic ?? .service,
            slots: slots ?? [:], texts: texts, place: place)
    }

    /// A kind of the library as this file changes it: other texts, fewer recipients, fewer optional slots.
    func narrowing(_ library: NoticeRule, _ refusals: Refusals) -> NoticeRule {
        for key in declares {
            refusals.refuse(
                .overrideWidens, place, "\(key) of notice \(kind) is what base says, and nobody else")
        }
        if let to, !Set(to).isSubset(of: library.to) {
            refusals.refuse(.overrideWidens, place, "notice \(kind) goes to nobody whom base does not name")
        }
        var slots = library.slots
        for (name, place) in without {
            if slots[name]?.optional == true {
                slots[name] = nil
            } else {
                refusals.refuse(.overrideWidens, place, "notice \(kind) leaves out no optional slot of base")
            }
        }
        return NoticeRule(
            kind: kind, ofClass: library.ofClass, to: to ?? library.to, topic: library.topic, slots: slots,
            texts: library.texts.merging(texts) { _, own in own }, place: place)
    }

    private static func slots(_ reader: Reader) -> [String: SlotRule]? {
        guard let tree = reader.tree("slots") else { return nil }
        let list = Reader(tree, "the slots of \(reader.what)", keys: nil, reader.refusals)
        var slots: [String: SlotRule] = [:]
        for entry in list.all {
            guard let name = list.name(entry.key, entry.place) else { continue }
            slots[name] = SlotRule(entry, list)
        }
        return slots
    }

    private static func texts(_ reader: Reader) -> [String: NoticeRule.Text] {
        guard let tree = reader.tree("text") else { return [:] }
        let list = Reader(tree, "the text of \(reader.what)", keys: nil, reader.refusals)
        var texts: [String: NoticeRule.Text] = [:]
        for entry in list.all {
            guard list.language(entry) != nil else { continue }
            let keys: Set<String> = ["subject", "body"]
            let text = Reader(entry.value, "a text of \(reader.what)", keys: keys, reader.refusals)
            text.need("subject")
            text.need("body")
            guard let subject = template(text, "subject"), let body = template(text, "body") else { continue }
            texts[entry.key] = NoticeRule.Text(subject: subject, body: body)
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
