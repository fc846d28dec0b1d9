import CofferModel
import CofferOutbound
import Testing

private func found(_ text: String, _ kind: OutboundPart.Kind = .text, allowing: [String] = []) throws
    -> [Detector]
{
    let message = try OutboundMessage([OutboundPart(kind, text)])
    return Detection.findings(in: message, allowing: allowing).compactMap {
        if case .detector(let detector) = $0.cause { detector } else { nil }
    }
}

@Suite struct DetectionTests {
    @Test(
        arguments: [
            "5200822386897841", "5200 8223 8689 7841", "5200-8223-8689-7841", "5200 8223\n8689 7841",
            "520082238689\n7841", "3782 822463 10005", "4222222222222", "6304 0000 0000 0000",
            "2200 2200 0000 0008", "5 2 0 0 8 2 2 3 8 6 8 9 7 8 4 1", "５２００８２２３８６８９７８４１",
            "٥٢٠٠ ٨٢٢٣ ٨٦٨٩ ٧٨٤١", "5200\u{A0}8223\u{2011}8689\u{202F}7841", "5200\u{200B}8223\u{AD}86897841",
            "paid with 5200 8223 8689 7841 on 3 May 2027", "NTIwMDgyMjM4Njg5Nzg0MQ==",
            "%35%32%30%30 8223 8689 7841", "&#53;200 8223 8689 7841", "35323030383232333836383937383431",
        ])
    func `a card number with a true check digit is found, whoever's it is (B18)`(text: String) throws {
        #expect(try found("see \(text) .").contains(.card), "\(text)")
    }

    @Test(arguments: [
        "5200822386897842", "1200 8223 8689 7841", "order 2027-0000012345", "4111 1111 1111 11",
        "00000000000000000000", "4444444444444444", "10 20 30 40 50 60 70 80 90", "52008223868978411234567",
        "abc5200822386897841", "9f5200822386897841a0",
    ])
    func `digits that are no card's are none`(text: String) throws {
        #expect(try found("see \(text) .") == [])
    }

    @Test(arguments: [
        "BG80BNBG96611020345678", "BG80 BNBG 9661 1020 3456 78", "bg80-bnbg-9661-1020-3456-78",
        "DE89 3704 0044\n0532 0130 00", "ＫＺ86125KZT5004100100", "GB82 WEST 1234 5698 7654 32 is closed",
        "QkczODBCTkJHOTY2MTEwMjAzNDU2Nzg BG80BNBG96611020345678",
    ])
    func `an account number with a true check is found`(text: String) throws {
        #expect(try found("to \(text).").contains(.account), "\(text)")
    }

    @Test(arguments: [
        "north.wind7@firma.example", "почта@пример.рф", "a.b+c@sub.firma.example.", "<x_y@firma.example>",
        "ｎｏｒｔｈ＠ｆｉｒｍａ．ｅｘａｍｐｌｅ", "north%40firma.example", "north&#64;firma.example",
        "bm9ydGgud2luZDdAZmlybWEuZXhhbXBsZQ==", "mailto:north@firma.example?subject=x",
    ])
    func `an e-mail address is found`(text: String) throws {
        #expect(try found("write to \(text) now").contains(.email), "\(text)")
    }

    @Test(arguments: [
        "+7 (916) 755-65-60", "+359 88 771 59 82", "+359887715982", "8 (916) 755-65-60", "00359 88 771 5982",
        "＋４９ 30 1234567", "+1 212 555 0199", "tel:+79167556560", "+44.20.7946.0958",
    ])
    func `a telephone number in international form is found`(text: String) throws {
        #expect(try found("call \(text) today").contains(.phone), "\(text)")
    }

    @Test(
        arguments: [
            ("10.83.255.236", .ipv4), ("https://192.0.2.7/x", .ipv4), ("192.0.2.0/24", .ipv4),
            ("2001:db8:12::34", .ipv6), ("[2001:db8::1]:443", .ipv6),
            ("fe80::1ff:fe23:4567:890a%eth0", .ipv6),
            ("2001:0db8:0012:0000:0000:0000:0000:0034", .ipv6), ("::ffff:10.0.0.1", .ipv4),
            ("00:1a:2b:3c:4d:5e", .mac), ("00-1A-2B-3C-4D-5E", .mac), ("001a.2b3c.4d5e", .mac),
            ("-----BEGIN CERTIFICATE-----", .pem), ("-----BEGIN RSA PRIVATE KEY-----", .pem),
            (
                "MIIBrTCCAVOgAwIBAgIPCVViq2Ojpfd/Aw00Fij5MAoGCCqGSM49BAMCMD4xIDAeBgNVBAMMF2Vk", .pem
            ),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP", .jwt),
            ("AKIAIOSFODNN7EXAMPLE", .apiKey), ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", .apiKey),
            ("sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", .apiKey),
            ("xoxb-" + "123456789012-abcdefABCDEF", .apiKey),
            ("AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe", .apiKey),
            ("glpat-abcdefghij0123456789", .apiKey),
        ] as [(String, Detector)])
    func `addresses of hosts, certificates, tokens and keys of services are found`(
        text: String, detector: Detector
    ) throws {
        #expect(try found("see \(text) .").contains(detector), "\(text)")
    }

    @Test(arguments: [
        "version 7.16.1 of 3.2.2027", "v10.0.19045.3803", "mask 255.255.255.0, 127.0.0.1, 0.0.0.0, ::1",
        "at 12:30:45, ratio 4:3", "std::vector and a::b", "10.83.255", "10.83.255.236.5", "300.1.2.3",
        "+5 %, +1 000 000 EUR, UTC+02:00", "@support and a@b", "AKIA or ghp_short", "eyJ.x",
        "12-34-56-78-90-12", "AA:BB:CC:DD:EE:FF:00:11:22:33", "the +1 and the +2", "1.000.000.000,00",
        "2027-03-15 08:30 2027-03-16 09:30", "INV/27/0012345678", "0000012345678", "8 916 reasons (755)",
    ])
    func `what only resembles one of them is none`(text: String) throws {
        #expect(try found("see \(text) .") == [])
    }

    @Test func `what the message shows by right is allowed to the letter, and nothing around it`() throws {
        let sender = "support@provider.example"
        #expect(try found("write to \(sender).", allowing: [sender]) == [])
        #expect(try found("write to \(sender).") == [.email])
        #expect(try found("write to x.\(sender).", allowing: [sender]) == [.email])
        #expect(try found("write to \(sender).kz", allowing: [sender]) == [.email])
        #expect(try found("write to ivan@provider.example", allowing: ["provider.example"]) == [.email])
        #expect(try found("\(sender), +7 916 755 65 60", allowing: [sender]) == [.phone])
        #expect(try found("<a href=\"mailto:\(sender)\">x</a>", .html, allowing: [sender]) == [])
        #expect(try found("mailto:support%40provider.example", allowing: [sender]) == [])
        #expect(try found("10.0.0.1", allowing: ["0.0"]) == [.ipv4])
    }

    @Test func `each part of a message is named by its place and kind, each detector once (B18)`() throws {
        let address = "north@firma.example"
        let message = try OutboundMessage(
            OutboundPart.Kind.allCases.map { OutboundPart($0, "x \(address) y \(address) z") })
        let found = Detection.findings(in: message, allowing: [])
        #expect(found.map(\.kind) == OutboundPart.Kind.allCases)
        #expect(found.map(\.part) == Array(OutboundPart.Kind.allCases.indices))
        #expect(found.allSatisfy { $0.cause == .detector(.email) })
    }
}
