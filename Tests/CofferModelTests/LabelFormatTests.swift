import CofferModel
import Testing

@Suite struct LabelFormatTests {
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
            ("sw", "0123456789", 6, .prefix), ("", "012345678", 6, .alphabet),
            ("", "00123456789", 6, .alphabet), ("", "0123456789", 5, .length),
            ("", "0123456789", 81, .length), ("", "0123456789é", 6, .alphabet),
        ] as [(String, String, Int, LabelFormatInvalid)])
    func `a format that could confuse is refused`(
        prefix: String, alphabet: String, length: Int, why: LabelFormatInvalid
    ) {
        #expect(throws: why) {
            try LabelFormat(prefix: prefix, alphabet: alphabet, length: length, check: false)
        }
    }

    @Test func `thirty-two bytes are 52 characters and come back`() throws {
        var random = Seeded(seed: 2)
        for _ in 0..<200 {
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            let label = LabelFormat.reversible.text(bytes)
            #expect(label.count == 53)
            #expect(LabelFormat.reversible.bytes(of: label, count: 32) == bytes)
            #expect(LabelFormat.reversible.reading(label.lowercased()) == label)
        }
        #expect(LabelFormat.reversible.holds(bytes: 32))
        #expect(!LabelFormat.machine.holds(bytes: 32))
        #expect(LabelFormat.machine.holds(bytes: 16))
    }

    @Test func `the check of a short label sees one wrong character and any two that changed places`() {
        let symbols = Array(LabelFormat.spoken)
        let label = Array(LabelFormat.short.text([7, 1, 99, 250, 3, 18, 77, 2]))
        #expect(label.count == 9 && label.allSatisfy { symbols.contains($0) })
        for place in label.indices {
            for symbol in symbols where symbol != label[place] {
                var wrong = label
                wrong[place] = symbol
                #expect(!LabelFormat.short.isValid(String(wrong)))
            }
            for other in label.indices where label[other] != label[place] {
                var swapped = label
                swapped.swapAt(place, other)
                #expect(!LabelFormat.short.isValid(String(swapped)))
            }
        }
    }

    @Test func `the alphabet of short labels has no vowel and no two symbols that look alike`() {
        let spoken = Set(LabelFormat.spoken)
        #expect(spoken.isDisjoint(with: Set("AEIOUY01SZBGQ")))
        #expect(spoken.count == 23)
    }

    @Test func `a label that was said in groups is read, prefix and all`() throws {
        let format = try LabelFormat(
            prefix: "NOC-", alphabet: LabelFormat.spoken, length: 6, check: true)
        let label = format.text([1, 2, 3, 4])
        let body = label.dropFirst(4)
        #expect(format.reading("noc \(body.prefix(3)) – \(body.dropFirst(3).lowercased()) ") == label)
        #expect(format.reading("N0C\(body)") == label)
        #expect(format.reading("NOD\(body)") == nil)
        #expect(format.reading(String(body)) == nil)
        #expect(format.reading("") == nil)
    }
}
