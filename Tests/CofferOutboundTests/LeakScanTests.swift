import CofferForms
import CofferModel
import CofferOutbound
import Testing

/// The values of one made-up customer, by name.
private let customer: [(name: String, type: FieldType, input: JSON)] = [
    ("given", .name, "Радислав"), ("family", .name, "Симонов"), ("short", .name, "Ли"),
    ("organisation", .organisationName, "Балканска търговия ЕООД"), ("user", .username, "rsimonov77"),
    ("email", .email, "north.wind7@firma.example"), ("phone", .phone, "+79167556560"),
    (
        "postal", .address,
        ["lines": ["ш. Вавилова, д. 9/4"], "city": "Казань", "postcode": "218096", "country": "RU"]
    ),
    ("pan", .pan, "5200822386897841"), ("iban", .iban, "BG80BNBG96611020345678"),
    ("tax", .taxNumber, "BG831646048"),
    ("birth", .birthDate, "1988-02-03"), ("host", .hostname, "edge-0000-0.net.example"),
    ("address", .ipAddress, "10.83.255.236"),
    ("six", .ipAddress, "2001:db8:12::34"), ("secret", .secret, "h5f!ra28c47"), ("model", .text, "EX2300"),
    ("kazakh", .name, "Жұлдызай"), ("idn", .email, "почта@пример.рф"), ("expiry", .cardExpiry, "08/30"),
]

private func values() throws -> [ScannedValue] {
    try customer.enumerated().map { place, entry in
        ScannedValue(
            number: FieldNumber(ofClass: 1, field: UInt32(place + 1)), type: entry.type,
            bytes: try Canonical.bytes(
                of: entry.input, as: entry.type, at: Timestamp(milliseconds: 1_795_257_600_000)))
    }
}

/// The names of the values that the scan finds in a body.
private func found(_ body: String, subject: String = "Notice") throws -> [String] {
    let notice = RenderedNotice(language: "en", subject: subject, body: body)
    return leaks(in: notice, of: try values()).map { customer[Int($0.field) - 1].name }
}

/// Base64 without a dependency, for a few bytes.
private func base64(_ text: String, after prefix: String = "") -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bits = Array((prefix + text).utf8).flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    return String(
        stride(from: 0, to: bits.count - bits.count % 6, by: 6).map { start in
            alphabet[bits[start..<(start + 6)].reduce(0) { $0 << 1 | Int($1) }]
        })
}

private func hex(_ text: String) -> String { Hex.encode(text.utf8) }

private func percent(_ text: String) -> String {
    Hex.encode(text.utf8).enumerated().map {
        $0.offset.isMultiple(of: 2) ? "%\($0.element)" : "\($0.element)"
    }.joined()
}

private func entities(_ text: String) -> String { text.unicodeScalars.map { "&#\($0.value);" }.joined() }

@Suite struct LeakScanTests {
    @Test(
        arguments: [
            ("Dear Радислав,", ["given"]), ("уважаемому Радиславу", ["given"]), ("с Симоновым", ["family"]),
            ("СИМОНОВ", ["family"]), ("С и м о н о в", ["family"]), ("Си\u{AD}мо\u{200B}нов", ["family"]),
            ("Simonov", ["family"]), ("RADISLAV", ["given"]), ("Рaдислaв", ["given"]),
            ("Zhuldyzay", ["kazakh"]),
            ("Juldyzai", ["kazakh"]), ("Жұлдызайдың", ["kazakh"]), ("господин Ли, здравствуйте", ["short"]),
            ("БАЛКАНСКА  ТЪРГОВИЯ\nЕООД", ["organisation"]), ("Balkanska targoviya EOOD", ["organisation"]),
            ("RSimonov77 logged in", ["user"]), ("at ш. Вавилова, д. 9/4", ["postal"]),
            ("218096", ["postal"]),
            ("BG831646048", ["tax"]), ("831 646 048", ["tax"]), ("h5f!ra28c47", ["secret"]),
            ("EX2300-24T", ["model"]),
        ] as [(String, [String])])
    func `a name, an account, a place or a secret is found however it is spelled (S2-13, B18)`(
        body: String, names: [String]
    ) throws {
        #expect(try found(body) == names)
    }

    @Test(
        arguments: [
            ("north.wind7@firma.example", "email"), ("North.Wind7 @ FIRMA . example", "email"),
            ("north.wind7 at firma dot example", "email"),
            ("north.wind7(at)firma.example", "email"),
            ("почта@xn--e1afmkfd.xn--p1ai", "idn"), ("почта@пример.рф", "idn"),
            ("mail north.wind7 now", "email"),
            ("+7 (916) 755-65-60", "phone"), ("8 916 7556560", "phone"), ("９１６７５５６５６０", "phone"),
            ("٩١٦٧٥٥٦٥٦٠", "phone"),
            ("916x755x65x60", "phone"), ("5200 8223 8689 7841", "pan"), ("5200-8223 then 8689-7841", "pan"),
            ("𝟝𝟚𝟘𝟘 𝟠𝟚𝟚𝟛 𝟠𝟞𝟠𝟡 𝟟𝟠𝟜𝟙", "pan"), ("bg80 bnbg 9661 1020 3456 78", "iban"),
            ("9661 1020 3456 78", "iban"),
        ])
    func `an address or number is found spaced, split, full-width and in other digits (S2-13, B18)`(
        body: String, name: String
    ) throws {
        #expect(try found(body) == [name])
    }

    @Test(
        arguments: [
            ("1988-02-03", "birth"), ("03.02.1988", "birth"), ("3/2/1988", "birth"),
            ("3 февраля 1988 г.", "birth"),
            ("3 февруари 1988", "birth"), ("1988 жылғы 3 ақпан", "birth"), ("3 February 1988", "birth"),
            ("February 3, 1988", "birth"),
            ("EDGE-0000-0.net.example.", "host"), ("example.net.edge-0000-0", "host"),
            ("elpmaxe.ten.0-0000-egde", "host"),
            ("host edge-0000-0 is down", "host"), ("10.83.255.236", "address"),
            ("236.255.83.10.in-addr.arpa", "address"),
            ("10[.]83[.]255[.]236", "address"), ("0a53ffec", "address"), ("173277164", "address"),
            ("2001:DB8:12::34", "six"),
            ("2001:0db8:0012:0000:0000:0000:0000:0034", "six"), ("2001:db8:12:0:0:0:0:34", "six"),
            ("card 08/30", "expiry"),
            ("08/2030", "expiry"),
        ])
    func `a day or a host is found in its other notations (S2-13, B18)`(body: String, name: String) throws {
        #expect(try found(body) == [name])
    }

    @Test(arguments: [
        "Симонов", "north.wind7@firma.example", "5200822386897841", "edge-0000-0.net.example",
        "h5f!ra28c47",
    ])
    func `what base64, hex, percent, HTML, JSON and quoted-printable hide is found (S2-13, B18)`(text: String)
        throws
    {
        let plain = try found(text)
        #expect(plain.count == 1)
        let json = text.utf16.map {
            "\\u" + String(repeating: "0", count: 4 - String($0, radix: 16).count) + String($0, radix: 16)
        }.joined()
        let encodings = [
            base64(text + "  "), base64(text + "  ", after: "."), base64(text + "  ", after: "a "),
            "id=" + base64(text + "  ", after: "{\"name\":\"") + ".sig", hex(text), hex(text).uppercased(),
            "0x" + hex(text),
            percent(text), percent(percent(text)), entities(text), json,
            percent(text).replacing("%", with: "="),
            "&#x" + text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: ";&#x") + ";",
        ]
        for encoded in encodings { #expect(try found("see \(encoded) .") == plain, "\(encoded)") }
        let wrapped = Array(base64(text + "  ", after: "some text before it "))
        let lines = stride(from: 0, to: wrapped.count, by: 20).map {
            String(wrapped[$0..<min($0 + 20, wrapped.count)])
        }
        #expect(try found(lines.joined(separator: "\n")) == plain)
    }

    @Test func `the subject is scanned too, and a value may run from it into the body`() throws {
        #expect(try found("x", subject: "Радислав") == ["given"])
        #expect(try found("8689 7841", subject: "5200 8223") == ["pan"])
    }

    @Test func `the answer names each field once, in order`() throws {
        #expect(try found("Симонов Радислав Симонов, 5200822386897841") == ["given", "family", "pan"])
    }

    @Test(
        arguments: [
            """
            Dear customer, the certificate of device 7ZQ4W8N2C5R9T1XK3MBV6YHDGJ0P expires on 3 \
            February 2027. Please renew it in the portal: https://portal.example/t/8f2Kd93
            """,
            """
            Уважаемый клиент! Плановые работы пройдут 12 декабря 2026 г. с 02:00 до 04:30. Линия \
            связи будет прервана не более чем на 15 минут; ваша услуга «Хостинг» продолжит работу.
            """,
            """
            Уважаеми клиенти, на 3 февруари 2027 г. изтича сертификатът на устройство SW-4KD92M. \
            Моля, подновете го до края на месеца. Сума: 1234,50 EUR. Симо няма нова новина.
            """,
            """
            Құрметті тұтынушы! 2027 жылғы 3 ақпан күні құрылғы сертификатының мерзімі аяқталады. \
            Төлем сомасы 12 500,00 KZT. Сұрақтарыңыз болса, қолдау қызметіне жазыңыз.
            """,
            """
            We will mark the incident as closed on 8 March 2030 at 08:30. If the price changes, \
            grace periods apply; the administrator informs you. Metrics: 10 83 255, 12.5 ms, 99.95 \
            %.
            """,
            """
            Интерфейс 3: потери 0,2 %, задержка 12 мс, загрузка 83 %. Следующий отчёт — 01.12.2026. \
            Если вы уже всё исправили, есть ли вопросы, пишите. Лист и лира.
            """,
            """
            EX series, model 2300 of another maker; firmware 7.16.1; ticket ABC-2180; build \
            10.83.255.23 and 10.83.255.2360.
            """,
        ])
    func `ordinary text about an ordinary matter is no leak`(body: String) throws {
        #expect(try found(body) == [])
    }

    @Test func `a short value counts only as a word of its own`() throws {
        let short = ScannedValue(
            number: FieldNumber(ofClass: 1, field: 1), type: .text, bytes: Array("A7".utf8))
        func isFound(_ body: String) -> Bool {
            !leaks(in: RenderedNotice(language: "en", subject: "", body: body), of: [short]).isEmpty
        }
        #expect(isFound("site A7."))
        #expect(isFound("ａ７"))
        #expect(!isFound("site A70, BA7, a 7"))
    }

    @Test func `a name that is also a word counts with a capital only`() throws {
        let will = ScannedValue(
            number: FieldNumber(ofClass: 1, field: 1), type: .name, bytes: Array("Will".utf8))
        func isFound(_ body: String) -> Bool {
            !leaks(in: RenderedNotice(language: "en", subject: "", body: body), of: [will]).isEmpty
        }
        #expect(isFound("Dear Will, it expires."))
        #expect(!isFound("It will expire."))
    }

    @Test func `values that name nobody are never found`() throws {
        for (type, text) in [
            (FieldType.country, "BG"), (.currency, "EUR"), (.flag, "true"), (.word, "basic"),
            (.serviceState, "active"),
        ] {
            let value = ScannedValue(
                number: FieldNumber(ofClass: 1, field: 1), type: type, bytes: Array(text.utf8))
            let notice = RenderedNotice(language: "en", subject: "BG EUR true", body: "basic active")
            #expect(leaks(in: notice, of: [value]) == [])
        }
    }

    @Test func `a hostile text is scanned in bounded time`() throws {
        let clock = ContinuousClock()
        for unit in ["a", "%25", "&#38;", "1 ", "я\u{301}", "\u{200B}", "aB3/"] {
            let body = String(repeating: unit, count: 2048)
            let time = try clock.measure { _ = try found(body) }
            #expect(time < .seconds(20), "\(time)")
        }
    }
}
