import CofferIntake
import CofferModel
import Testing

/// Maps that hold, and maps that do not.
@Suite struct MapTests {
    private static func broken(_ from: String, _ to: String) -> String {
        Sample.map().replacing(from, with: to)
    }

    static let bad: [(map: String, line: Int, rule: String)] = [
        ("", 0, "yaml.syntax"), ("- a", 1, "value.kind"), ("map: x\ncustomer: &a {}", 2, "yaml.anchor"),
        ("map: x", 1, "key.missing"), (Sample.map(more: "colour: red"), 9, "key.unknown"),
        (broken("separator: comma", "separator: pipe"), 2, "value.unknown"),
        (broken("separator: comma", "encoding: koi8-r"), 2, "value.unknown"),
        (broken("ref: id, ", ""), 3, "key.missing"), (broken("given_name", "Given"), 7, "name.invalid"),
        (broken("class: identity", "class: \"a.b\""), 5, "name.invalid"),
        (broken("given_name: name", "given_name: { column: name, value: x }"), 7, "key.missing"),
        (broken("given_name: name", "given_name: { colum: name }"), 7, "key.unknown"),
        (broken("given_name: name", "given_name: { value: x, date: DD.MM.YYYY }"), 7, "value.kind"),
        (broken("given_name: name", "given_name: { column: name, date: DD.MM.YY }"), 7, "value.kind"),
        (
            broken("given_name: name", "given_name: { column: name, date: DD.MM.YYYY, as: flag }"), 7,
            "list.repeated"
        ),
        (broken("given_name: name", "given_name: { column: name, join: x }"), 7, "value.kind"),
        (broken("given_name: name", "given_name: { column: name, words: {} }"), 7, "list.empty"),
        (
            broken("given_name: name", "given_name: { column: name, phone: { calling_code: \"+1\" } }"), 7,
            "key.missing"
        ),
        (broken("given_name: name", "given_name: { address: { lines: [a] } }"), 7, "key.missing"),
        (Sample.map(more: "each: [{ class: device, fields: { model: x } }]"), 9, "value.kind"),
        (Sample.map(more: "  - { class: device, on: payment, fields: { model: x } }"), 9, "value.unknown"),
        ("map: x\nfolder: {}", 2, "key.missing"), ("map: x\nfolder: { by: luck }", 2, "value.unknown"),
        ("map: x\nfolder: { by: list }", 2, "key.missing"),
        ("map: x\nfolder: { by: names }\ntable: {}", 3, "key.unknown"),
    ]

    @Test(arguments: bad)
    func `a map that does not hold says file, line and rule`(
        _ sample: (map: String, line: Int, rule: String)
    ) throws {
        do throws(MapInvalid) {
            _ = try IntakeMap.read(Array(sample.map.utf8), file: "m.yaml")
            Issue.record("\(sample.map)")
        } catch {
            let wanted = "m.yaml:\(sample.line): \(sample.rule) "
            #expect(error.reasons.contains { $0.hasPrefix(wanted) }, "\(error.reasons)")
        }
    }

    @Test func `every reason is told at once`() {
        let map = Sample.map().replacing("comma", with: "pipe").replacing("given_name", with: "Given")
        do throws(MapInvalid) { _ = try IntakeMap.read(Array(map.utf8), file: "m.yaml") } catch {
            #expect(error.reasons.count == 2)
        }
    }

    @Test(arguments: BuiltInMaps.names)
    func `a map that comes along holds, and calls itself what it is called`(_ name: String) throws {
        let source = try #require(BuiltInMaps.source(named: name))
        let map = try IntakeMap.read(source, file: name + ".yaml")
        #expect(map.name == name)
        #expect(map.isFolder == (name == "certificate-folder"))
    }

    @Test func `there is no other map`() { #expect(BuiltInMaps.source(named: "canary") == nil) }
}
