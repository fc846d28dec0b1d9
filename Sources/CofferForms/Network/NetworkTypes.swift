import CofferModel

/// The address of a device or of a visitor.
enum InternetAddress {
    /// Dotted decimal, or RFC 5952; an IPv4 address inside IPv6 becomes the IPv4 address.
    static func canonical(_ input: String) throws(BadValue) -> String {
        guard let address = IPAddress(Input.trimmed(input)) else { throw BadValue("ip_address.form") }
        return address.description
    }
}

/// Where a device is managed: an address or a full name.
enum HostAddress {
    /// An IP address, or a host name of two labels or more.
    static func canonical(_ input: String) throws(BadValue) -> String {
        if let address = IPAddress(Input.trimmed(input)) { return address.description }
        return try HostName.canonical(input, labels: 2, rule: "host_address.form")
    }
}

/// From where a device may be reached: networks in CIDR form (RFC 4632 §3.1, RFC 4291 §2.3).
enum SourceList {
    /// A JSON array of 1...64 networks in the order given, each once; an address alone is a network of one.
    static func canonical(_ input: JSON) throws(BadValue) -> [UInt8] {
        let texts = try Input.list(input)
        guard 1...64 ~= texts.count else { throw BadValue("source_list.length") }
        var networks: [String] = []
        for text in texts {
            let network = try network(Input.trimmed(text))
            if !networks.contains(network) { networks.append(network) }
        }
        return JSON.array(networks.map { .string($0) }).canonical
    }

    private static func network(_ text: String) throws(BadValue) -> String {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else {
            throw BadValue("source_list.network")
        }
        let length = parts.count == 1 ? String(address.width) : String(parts[1])
        guard 1...3 ~= length.utf8.count, length.utf8.allSatisfy({ ASCII.isDigit($0) }),
            length == "0" || !length.hasPrefix("0"), let bits = Int(length), bits <= address.width,
            parts.count == 1 || address.isVersion4 || first.contains(":")
        else { throw BadValue("source_list.network") }
        guard address.network(bits) == address else { throw BadValue("source_list.host_bits") }
        // A fixed source is an office or a host, and no provider's whole range (S2-21).
        guard bits >= (address.isVersion4 ? 24 : 56) else { throw BadValue("source_list.wide") }
        return "\(address)/\(bits)"
    }
}

/// By which protocols a device may be reached (S2-20).
enum ProtocolList {
    private static let encrypted = WordList(
        """
        ssh sftp scp https netconf-ssh netconf-tls restconf snmpv3 gnmi gnoi ipsec wireguard radsec \
        syslog-tls
        """)
    private static let open = WordList(
        "telnet http ftp tftp snmp snmpv1 snmpv2 snmpv2c rlogin rsh rexec vnc syslog netconf-soap")

    /// A JSON array of 1...16 names in the order given, each once; one that does not encrypt is refused by
    /// name.
    static func canonical(_ input: JSON) throws(BadValue) -> [UInt8] {
        let texts = try Input.list(input)
        guard 1...16 ~= texts.count else { throw BadValue("protocol.length") }
        var names: [String] = []
        for text in texts {
            let name = ASCII.lower(Input.trimmed(text))
            guard !open.contains(name) else { throw BadValue("protocol.insecure") }
            guard encrypted.contains(name) else { throw BadValue("protocol.unknown") }
            if !names.contains(name) { names.append(name) }
        }
        return JSON.array(names.map { .string($0) }).canonical
    }
}
