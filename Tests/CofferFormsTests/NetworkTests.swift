import CofferForms
import CofferModel
import Testing

@Suite struct NetworkTests {
    @Test(
        arguments: [
            ("10.83.255.236", FieldType.ipAddress, "10.83.255.236"),
            ("2001:DB8:0:0:1:0:0:1", .ipAddress, "2001:db8::1:0:0:1"),
            ("::", .ipAddress, "::"), ("::ffff:192.0.2.1", .ipAddress, "192.0.2.1"),
            ("fe80::1:0", .ipAddress, "fe80::1:0"),
            ("2001:db8:0:1:1:1:1:1", .ipAddress, "2001:db8:0:1:1:1:1:1"), ("1::", .ipAddress, "1::"),
            ("2001:db8::192.0.2.33", .ipAddress, "2001:db8::c000:221"),
            ("Edge-1.NET.example", .hostAddress, "edge-1.net.example"),
            ("192.0.2.7", .hostAddress, "192.0.2.7"),
            ("Router1", .hostname, "router1"),
            ("他们为什么不说中文.example", .hostname, "xn--ihqwcrb4cv8a8dqg056pqjye.example"),
            ("сървър.пример.бг", .hostname, "xn--b1a1abb9bc.xn--e1afmkfd.xn--90ae"),
        ])
    func `addresses and names have one form each (RFC 5952, RFC 5890)`(
        input: String, type: FieldType, text: String
    ) {
        #expect(canonical(.string(input), type) == text)
    }

    @Test(
        arguments: [
            ("256.0.0.1", FieldType.ipAddress, "ip_address.form"),
            ("010.0.0.1", .ipAddress, "ip_address.form"),
            ("1.2.3", .ipAddress, "ip_address.form"), ("1::2::3", .ipAddress, "ip_address.form"),
            ("1:2:3:4:5:6:7:8::", .ipAddress, "ip_address.form"),
            ("1:2:3:4:5:6:7", .ipAddress, "ip_address.form"),
            ("fe80::1%eth0", .ipAddress, "ip_address.form"), (":::", .ipAddress, "ip_address.form"),
            ("12345::", .ipAddress, "ip_address.form"), ("::1.2.3.4:5", .ipAddress, "ip_address.form"),
            ("+1::", .ipAddress, "ip_address.form"), ("", .ipAddress, "ip_address.form"),
            ("router1", .hostAddress, "host_address.form"), ("1.2.3.4.5", .hostAddress, "host_address.form"),
            ("a b", .hostname, "hostname.form"), ("a\u{0}b", .hostname, "hostname.form"),
            (".", .hostname, "hostname.form"),
        ])
    func `what is no address is refused`(input: String, type: FieldType, rule: String) {
        #expect(canonical(.string(input), type) == "refused: \(rule)")
    }

    @Test(
        arguments: [
            (["192.0.2.10/32", "198.51.100.0/28"], #"["192.0.2.10/32","198.51.100.0/28"]"#),
            (["192.0.2.10", "192.0.2.10/32", "2001:DB8::/56"], #"["192.0.2.10/32","2001:db8::/56"]"#),
            ("10.0.0.0/24, ::1", #"["10.0.0.0/24","::1/128"]"#),
            (["0.0.0.0/0"], "refused: source_list.wide"), (["10.0.0.0/23"], "refused: source_list.wide"),
            (["2001:db8::/55"], "refused: source_list.wide"),
            (["10.0.0.1/8"], "refused: source_list.host_bits"),
            (["10.0.0.0/33"], "refused: source_list.network"),
            (["10.0.0.0/08"], "refused: source_list.network"),
            (["10.0.0.0/"], "refused: source_list.network"),
            (["office"], "refused: source_list.network"), ([], "refused: source_list.length"),
            ([5], "refused: value.type"), (5, "refused: value.type"),
            (["::ffff:10.0.0.0/104"], "refused: source_list.network"),
        ] as [(JSON, String)])
    func `sources are networks without host bits`(input: JSON, text: String) {
        #expect(canonical(input, .sourceList) == text)
    }

    @Test(
        arguments: [
            (["ssh"], #"["ssh"]"#), (["HTTPS", "netconf-tls", "https"], #"["https","netconf-tls"]"#),
            (["ssh", "telnet"], "refused: protocol.insecure"), (["http"], "refused: protocol.insecure"),
            (["carrier-pigeon"], "refused: protocol.unknown"), ([], "refused: protocol.length"),
        ] as [(JSON, String)])
    func `a device is reached by protocols that encrypt, and telnet is refused by name (S2-20)`(
        input: JSON, text: String
    ) {
        #expect(canonical(input, .protocolList) == text)
    }
}
