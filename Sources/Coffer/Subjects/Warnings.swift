import CofferCharter
import CofferForms
public import CofferModel

extension Vault {
    /// What is weak about the certificates among some values: they are taken all the same, and whoever writes them is told.
    ///
    /// - Parameter values: by field name, as they were given; what is refused has no weakness.
    /// - Returns: the words of a certificate's `weakness`, each once, sorted.
    public func warnings(about values: [String: JSON]) -> [String] {
        let names = Set(charter.fields.values.filter { $0.type == .certificate }.map(\.path.field))
        var words: Set<String> = []
        for (name, value) in values where names.contains(name) {
            guard let bytes = try? Canonical.bytes(of: value, as: .certificate, at: now()),
                let fields = try? CertificateFields.derived(from: bytes, as: .certificate, at: now())
            else { continue }
            words.formUnion((fields["weakness"]?.array ?? []).compactMap(\.string))
        }
        return words.sorted()
    }
}
