import CofferModel

/// A class as a file declares it.
struct ClassDraft {
    let name: String
    let number: UInt16
    let fields: [String: FieldDraft]
    let place: Place

    static func read(_ file: Reader, numbers: ClosedRange<Int>) -> [String: ClassDraft] {
        guard let tree = file.tree("classes") else { return [:] }
        let reader = Reader(tree, "classes", keys: nil, file.refusals)
        var classes: [String: ClassDraft] = [:]
        for entry in reader.all {
            guard let name = reader.name(entry.key, entry.place) else { continue }
            if name == LabelRule.customer.className {
                file.refusals.refuse(.badName, entry.place, "the customer himself is no class")
            }
            classes[name] = ClassDraft(name, entry, numbers, file.refusals)
        }
        return classes
    }

    private init?(_ name: String, _ entry: Tree.Entry, _ numbers: ClosedRange<Int>, _ refusals: Refusals) {
        let reader = Reader(entry.value, "class \(name)", keys: ["number", "fields"], refusals)
        reader.need("number")
        reader.need("fields")
        self.name = name
        place = entry.place
        let number = reader.number("number", in: 1...65_535) ?? 0
        if number > 0, !numbers.contains(number) {
            refusals.refuse(
                .numberRange, reader.line("number"), "the number of class \(name) is not in its range")
        }
        self.number = UInt16(number)
        var fields: [String: FieldDraft] = [:]
        if let tree = reader.tree("fields") {
            let list = Reader(tree, "the fields of \(name)", keys: nil, refusals)
            for field in list.all {
                guard let word = list.name(field.key, field.place) else { continue }
                fields[word] = FieldDraft(FieldPath(className: name, field: word), field, numbers, refusals)
            }
        }
        self.fields = fields
    }
}
