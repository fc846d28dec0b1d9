import CofferCrypto
import CofferModel

/// What is weak about the certificate among values that were written: it was taken all the same, and whoever wrote it is told.
///
/// Read out of what he typed, so that both doors say the same.
struct CertificateWarnings {
    private let words: [String]

    /// Looks at values by field name; what is no certificate has no weakness.
    init(about values: [String: JSON]) throws {
        try Crypto.start()
        let now = SystemClock().now()
        var words: Set<String> = []
        for text in values.values.compactMap(\.string) where text.contains("-----BEGIN CERTIFICATE-----") {
            guard let certificate = try? X509Certificate(pem: Array(text.utf8)) else { continue }
            words.formUnion(certificate.weaknesses.map(\.rawValue))
            if certificate.notAfter < now { words.insert(Weakness.expired.rawValue) }
        }
        self.words = words.sorted()
    }

    /// An answer for programs, with `warnings` where there are any, as over HTTP.
    func joined(to answer: [String: JSON]) -> JSON {
        var answer = answer
        if !words.isEmpty { answer["warnings"] = .array(words.map { .string($0) }) }
        return .object(answer)
    }

    /// Tells a person, beside the answer and not in it.
    func tell() {
        if !words.isEmpty {
            standardError("coffer: the certificate is weak: \(words.joined(separator: ", "))\n")
        }
    }
}
