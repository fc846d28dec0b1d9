import CofferForms
import CofferModel
import Testing

/// One good input of each type but the certificates'.
let samples: [FieldType: JSON] = [
    .name: "Әлия O'Neil-Петрова", .username: "u.0001", .organisationName: "«Самғау Сервис» ЖШС",
    .subjectKind: "person",
    .birthDate: "1988-02-03", .idNumber: "AB1234567", .taxNumber: "BG831646048", .jurisdiction: "US-CA",
    .country: "KZ",
    .email: "иван.петров@пример.example", .phone: "+7 (916) 755-65-60",
    .address: ["lines": ["ул. Ленина, 1"], "city": "Казань", "postcode": "420000", "country": "RU"],
    .pan: "4111 1111 1111 1111", .cardExpiry: "12/27", .cardToken: "tok_1NirD82eZvKYlo2C", .cvv: "123",
    .iban: "BG80 BNBG 9661 1020 3456 78",
    .amount: "1234.50", .currency: "KZT", .paymentStatus: "paid", .invoiceNumber: "INV-2026/0042",
    .serial: "0a:1b:2c:3d", .distinguishedName: "CN=edge-1,O=Example",
    .alternativeNames: ["edge-1.net.example"],
    .fingerprint: .string(String(repeating: "ab", count: 32)), .hostAddress: "edge-1.net.example",
    .hostname: "сървър.example",
    .ipAddress: "2001:db8:1:2:3::4", .ownership: "customer", .sourceList: ["192.0.2.0/24"],
    .protocolList: ["ssh"],
    .secret: "s3cr3t!", .password: "p@ss", .token: "tok_123", .text: "EX2300", .freeText: "a\nb",
    .word: "topic.one", .wordList: ["rsa_short", "sha1"],
    .flag: true, .count: 7, .decimal: "-1.5", .date: "2027-02-03", .timestamp: "2026-11-21T10:00:00Z",
    .document: ["a": [1, "b"]], .webPath: "/a/b", .serviceState: "active",
]

@Suite struct PropertyTests {
    private static let scraps: [Unicode.Scalar] =
        Array("aZ09 .-_@+/\\:'\"%&<>{}[](),;=#?*$~^`|!\u{0}\n\r\t\u{7F}".unicodeScalars)
        + Array(
            "яҚәё́ß中अ\u{094D}ﬁ①𝟘😀👩\u{200D}\u{200B}\u{202E}\u{FEFF}\u{FE0F}\u{E0041}\u{10FFFF}\u{2028}"
                .unicodeScalars)

    private func mutated(_ text: String, _ random: inout Seeded) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0...scalars.count, using: &random)
            let scrap = Self.scraps[Int.random(in: 0..<Self.scraps.count, using: &random)]
            switch Int.random(in: 0..<5, using: &random) {
            case 0: scalars.insert(scrap, at: place)
            case 1 where place < scalars.count: scalars.remove(at: place)
            case 2 where place < scalars.count: scalars[place] = scrap
            case 3: scalars.insert(contentsOf: scalars.prefix(40), at: place)
            default: scalars.removeLast(min(scalars.count, Int.random(in: 0...3, using: &random)))
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    private func mutated(_ value: JSON, _ random: inout Seeded) -> JSON {
        switch value {
        case .string(let text): .string(mutated(text, &random))
        case .array(let elements): .array(elements.map { mutated($0, &random) })
        case .object(let members): .object(members.mapValues { mutated($0, &random) })
        case .integer(let number): .integer(number ^ Int64.random(in: -9...9, using: &random))
        default: .string(mutated("true", &random))
        }
    }

    @Test(arguments: FieldType.allCases)
    func `ten thousand damaged inputs are refused or become a value that stays itself`(type: FieldType) throws
    {
        var random = Seeded(seed: 20_261_121)
        let sample = samples[type] ?? "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
        for _ in 0..<10_000 {
            let input = mutated(sample, &random)
            guard let bytes = try? Canonical.bytes(of: input, as: type, at: now) else { continue }
            let shown = Shown.json(bytes, as: type)
            #expect(try Canonical.bytes(of: shown, as: type, at: now) == bytes, "\(type)")
            _ = Normalised.bytes(bytes, as: type)
            for rule in MaskRule.allCases { _ = rule.apply(to: bytes, as: type) }
        }
    }

    @Test func `masks of random cards and phones show no digit more than their rule allows (P-04, B06)`()
        throws
    {
        var random = Seeded(seed: 7)
        for _ in 0..<2000 {
            let length = Int.random(in: 12...19, using: &random)
            let card = Self.card(length, &random)
            let six = try masked(.string(card), .pan, .panFirst6Last4)
            let shown = length < 15 ? String(card.suffix(4)) : String(card.prefix(6)) + card.suffix(4)
            #expect(six.filter { $0.isNumber } == shown)
            #expect(try masked(.string(card), .pan, .panLast4).filter { $0.isNumber } == card.suffix(4))
            #expect(
                try masked(.string("+7" + card.prefix(10)), .phone, .phoneLast2).filter { $0.isNumber } == "7"
                    + card.prefix(10).suffix(2))
        }
    }

    @Test(arguments: MaskRule.allCases)
    func `no mask of a random long text or secret holds more than four of its characters in a row`(
        rule: MaskRule
    ) throws {
        var random = Seeded(seed: 11)
        let letters = Array("абвгдежзийклмнопрстуфхцчшщъюяabcdefghijklmnopqrstuvwxyzәғқңөұүһі")
        for type in [
            FieldType.name, .organisationName, .text, .freeText, .secret, .password, .token, .username,
        ] {
            for _ in 0..<100 {
                let value = Array(
                    (0..<40).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
                let mask = try masked(.string(String(value)), type, rule)
                for place in 0..<36 { #expect(!mask.contains(String(value[place..<(place + 5)]))) }
                let isSecret = type == .secret || type == .password || type == .token
                #expect(!isSecret || mask == rule.apply(to: Array("x".utf8), as: type))
            }
        }
    }

    @Test
    func `masks of random e-mail addresses, hosts and networks show one letter, a domain, a network (B06)`()
        throws
    {
        var random = Seeded(seed: 13)
        func word(_ length: ClosedRange<Int>) -> String {
            String(
                (0..<Int.random(in: length, using: &random)).map { _ in
                    "bcdfghjklmnpqrstvwxz".randomElement(using: &random) ?? "b"
                })
        }
        for _ in 0..<500 {
            let (local, host, top) = (word(2...30), word(2...30), word(2...10))
            let mail = try masked(.string("\(local)@\(host).\(top)"), .email, .email)
            #expect(mail == "\(local.prefix(1))***@***.\(top)")
            #expect(
                try masked(.string("\(local).\(host).\(top)"), .hostname, .hostDomain) == "***.\(host).\(top)"
            )
            let bits = UInt32.random(in: .min ... .max, using: &random)
            let octets = [24, 16, 8, 0].map { String(bits >> $0 & 255) }
            let network = try masked(.string(octets.joined(separator: ".")), .ipAddress, .network)
            #expect(network == octets.prefix(3).joined(separator: ".") + ".0/24")
        }
    }

    private static func card(_ length: Int, _ random: inout Seeded) -> String {
        let body =
            "9" + (0..<(length - 2)).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
        let check = (0...9).first {
            (try? Canonical.bytes(of: .string(body + String($0)), as: .pan, at: now)) != nil
        }
        return body + String(check ?? 0)
    }
}
