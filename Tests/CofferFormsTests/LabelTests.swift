import CofferForms
import CofferModel
import Testing

@Suite struct LabelTests {
    @Test func `sixteen bytes are 26 characters whose first two bits are zero, and a check character`() {
        #expect(LabelFormat.machine.text(Array(repeating: 0, count: 16)) == "000000000000000000000000000")
        let most = LabelFormat.machine.text(Array(repeating: 0xFF, count: 16))
        #expect(most == "7" + String(repeating: "Z", count: 25) + "*")
        #expect(LabelFormat.machine.isValid(most))
    }

    @Test func `one wrong or two swapped characters are seen by the check`() {
        let label = Array(LabelFormat.machine.text((0..<16).map { UInt8($0) * 15 + 3 }))
        for place in label.indices.dropLast() {
            for symbol in LabelFormat.machine.alphabet where symbol != label[place] {
                var wrong = label
                wrong[place] = symbol
                #expect(!LabelFormat.machine.isValid(String(wrong)))
            }
            guard place + 2 < label.count, label[place] != label[place + 1] else { continue }
            var swapped = label
            swapped.swapAt(place, place + 1)
            #expect(!LabelFormat.machine.isValid(String(swapped)))
        }
    }

    @Test func `a service's own format has its prefix, alphabet and length, and labels of it differ (S2-14)`()
        throws
    {
        let format = try LabelFormat(
            prefix: "SW-", alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length: 26, check: false)
        var random = Seeded(seed: 1)
        var labels: Set<String> = []
        for _ in 0..<1000 {
            let label = format.text((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
            #expect(label.wholeMatch(of: /SW-[A-Z2-7]{26}/) != nil)
            #expect(format.isValid(label))
            labels.insert(label)
        }
        #expect(labels.count == 1000)
    }

    @Test func `a short label is the last digits of the bits`() throws {
        let format = try LabelFormat(prefix: "SW-", alphabet: "0123456789", length: 6, check: true)
        #expect(format.text(Array(repeating: 0, count: 14) + [0x30, 0x39]) == "SW-012345" + "R")
        #expect(format.isValid("SW-012345R"))
        #expect(!format.isValid("SW-012345S"))
        #expect(!format.isValid("012345R"))
    }

    @Test func `a label typed with small letters and letters for digits is read, nonsense is not`() {
        let label = LabelFormat.machine.text([0, 1, 0, 32, 17] + Array(repeating: 9, count: 11))
        let typed = label.lowercased().replacing("0", with: "o").replacing("1", with: "l")
        #expect(LabelFormat.machine.reading(" \(typed) ") == label)
        #expect(LabelFormat.machine.reading("hello") == nil)
        #expect(LabelFormat.machine.reading(String(repeating: "Z", count: 27)) == nil)
    }

    @Test(
        arguments: [
            ("sw", "0123456789", 6, "label.prefix"), ("", "012345678", 6, "label.alphabet"),
            ("", "00123456789", 6, "label.alphabet"), ("", "0123456789", 5, "label.length"),
            ("", "0123456789", 33, "label.length"), ("", "0123456789é", 6, "label.alphabet"),
        ])
    func `a format that could confuse is refused`(prefix: String, alphabet: String, length: Int, rule: String)
    {
        do throws(BadValue) {
            _ = try LabelFormat(prefix: prefix, alphabet: alphabet, length: length, check: false)
            Issue.record("accepted")
        } catch {
            #expect(error.rule.description == rule)
        }
    }
}
