/// Certificates and keys, which are long: any full line of their text gives them away.
enum CertificateNeedles {
    /// Each line of base64 of a PEM text.
    static func of(_ pem: String) -> [Needle] {
        pem.split(separator: "\n").filter { !$0.hasPrefix("-----") && $0.utf8.count >= 16 }
            .map { .piece(Words.of(String($0))) }
    }

    /// The common names in a distinguished name.
    static func commonNames(_ name: String) -> [Needle] {
        name.split(separator: ",").map { $0.drop { $0 == " " } }.filter { $0.lowercased().hasPrefix("cn=") }
            .flatMap { HostNeedles.of(String($0.dropFirst(3))) }
    }
}
