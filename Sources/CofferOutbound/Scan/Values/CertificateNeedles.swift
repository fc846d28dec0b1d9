import CofferForms

/// Certificates and keys, which are long: any full line of their text gives them away.
enum CertificateNeedles {
    /// Each line of base64 of a PEM text.
    static func add(pem: String, to builder: inout PatternBuilder) {
        for line in pem.utf8.split(separator: 10) where line.first != UInt8(ascii: "-") && line.count >= 16 {
            builder.text(String(Substring(line)), as: .code)
        }
    }

    /// A private key, also as older programs write it.
    static func add(key: [UInt8], to builder: inout PatternBuilder) {
        for line in OlderKeyForms.lines(ofPKCS8: key) where line.utf8.count >= 16 {
            builder.text(line, as: .code)
        }
    }

    /// A distinguished name, and the common names in it.
    static func add(name: String, to builder: inout PatternBuilder) {
        builder.text(name)
        for part in name.split(separator: ",") {
            let part = part.drop { $0 == " " }
            if part.lowercased().hasPrefix("cn=") {
                HostNeedles.add(String(part.dropFirst(3)), to: &builder)
            }
        }
    }
}
