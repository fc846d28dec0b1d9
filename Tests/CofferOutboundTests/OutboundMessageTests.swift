import CofferModel
import CofferOutbound
import Testing

@Suite struct OutboundMessageTests {
    private let host = "edge-0000-0.net.example"

    private func findings(_ parts: [OutboundPart]) throws -> [Finding] {
        let values = [
            try scanned(.hostname, host, number: 1), try scanned(.name, "Симонов", number: 2),
            try scanned(.pan, "5200822386897841", number: 3),
        ]
        return LeakScan(for: values).findings(in: try OutboundMessage(parts))
    }

    @Test(arguments: OutboundPart.Kind.allCases)
    func `a value in any part is found, and the part is named (B18)`(kind: OutboundPart.Kind) throws {
        let found = try findings([OutboundPart(.text, "Hello."), OutboundPart(kind, "x Симонов y")])
        #expect(found.map(\.part) == [1])
        #expect(found.map(\.kind) == [kind])
        #expect(found.map(\.cause) == [.field(FieldNumber(ofClass: 1, field: 2))])
    }

    @Test func `headers, links and file names are read in their own encodings`() throws {
        let found = try findings([
            OutboundPart(.header, "Subject: =?UTF-8?B?0KHQuNC80L7QvdC+0LI=?="),
            OutboundPart(.header, "Subject: =?UTF-8?Q?=D0=A1=D0=B8=D0=BC=D0=BE=D0=BD=D0=BE=D0=B2?="),
            OutboundPart(.link, "https://portal.example/u/%D0%A1%D0%B8%D0%BC%D0%BE%D0%BD%D0%BE%D0%B2?x=1"),
            OutboundPart(.link, "https://edge-0000-0.net.example/"),
            OutboundPart(.link, "https://portal.example/?h=example.net.edge-0000-0"),
            OutboundPart(.attachmentName, "Simonov_2027.pdf"),
            OutboundPart(.attachment, bytes: Array("S\u{0}i\u{0}m\u{0}o\u{0}n\u{0}o\u{0}v\u{0}".utf8)),
        ])
        #expect(found.map(\.part) == [0, 1, 2, 3, 4, 5, 6])
    }

    @Test func `a value that begins in one part and ends in the next is named with the second`() throws {
        let found = try findings([OutboundPart(.subject, "5200 8223"), OutboundPart(.text, "8689 7841")])
        #expect(found.map(\.part) == [1])
    }

    @Test func `each field is named once for each part`() throws {
        let found = try findings([
            OutboundPart(.subject, "Симонов, Симонову \(host)"), OutboundPart(.text, "Simonov Симонов"),
        ])
        #expect(found.map(\.part) == [0, 0, 1])
    }

    @Test func `bytes that are no text are scanned for the text among them`() throws {
        let bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0x00, 0xC3] + Array(" Симонов ".utf8) + [0xF0, 0x9F, 0xD0]
        #expect(try findings([OutboundPart(.attachment, bytes: bytes)]).map(\.part) == [0])
        let random = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        #expect(try findings([OutboundPart(.attachment, bytes: random)]) == [])
    }

    @Test func `a value is found wherever it stands in a long text`() throws {
        let filler = String(repeating: "Плановые работы. ", count: 40)
        for length in 480...560 {
            let text =
                String(filler.unicodeScalars.prefix(length / 2)) + String(repeating: "x", count: length % 2)
            #expect(try findings([OutboundPart(.text, text + " Симонов " + filler)]).count == 1)
            #expect(try findings([OutboundPart(.text, text + " 5200 8223 8689 7841 " + filler)]).count == 1)
        }
    }

    @Test func `values and detectors at once find what each finds alone, also in what is allowed`() throws {
        let sender = "simonov@provider.example"
        let scan = LeakScan(for: [try scanned(.name, "Симонов", number: 2)])
        let message = try OutboundMessage([
            OutboundPart(.header, "From: \(sender)"), OutboundPart(.text, "card 5200 8223 8689 7841"),
            OutboundPart(.html, "<p>Симонов, 10.0.0.1</p>"), OutboundPart(.link, "https://portal.example/"),
        ])
        for allowed in [[], [sender]] {
            let both = scan.findings(in: message, allowing: allowed)
            let apart = scan.findings(in: message) + Detection.findings(in: message, allowing: allowed)
            #expect(both.count == (allowed.isEmpty ? 5 : 4))
            #expect(Set(both) == Set(apart))
            #expect(both.map(\.part) == both.map(\.part).sorted())
        }
    }

    @Test func `digits for letters are seen through in a long word, and not in a short one`() throws {
        func isFound(_ name: String, in body: String) throws -> Bool {
            let scan = LeakScan(for: [try scanned(.username, name)])
            return !scan.findings(in: try OutboundMessage([OutboundPart(.text, body)])).isEmpty
        }
        #expect(try isFound("alobofilov", in: "log in as a1ob0fi1ov"))
        #expect(try !isFound("alob", in: "log in as a1ob"))
    }

    @Test func `a message of more parts or bytes than the limits is refused`() throws {
        let part = OutboundPart(.header, "X: y")
        #expect(try OutboundMessage(Array(repeating: part, count: Limits.outboundParts)).parts.count == 256)
        #expect(throws: MessageTooLarge.self) {
            try OutboundMessage(Array(repeating: part, count: Limits.outboundParts + 1))
        }
        let large = OutboundPart(.attachment, bytes: [UInt8](repeating: 65, count: Limits.outboundBytes))
        #expect(throws: MessageTooLarge.self) { try OutboundMessage([large, part]) }
    }
}
