import COpenSSL
import Glibc

/// Subject alternative names (RFC 5280 §4.2.1.6) as text.
enum AlternativeNames {
    /// The names of hosts, addresses, e-mail addresses and URIs; nil when the extension is broken or hides bytes.
    static func read(_ certificate: OpaquePointer) -> [String]? {
        var critical: Int32 = 0
        guard let found = unsafe X509_get_ext_d2i(certificate, NID_subject_alt_name, &critical, nil) else {
            return critical == -1 ? [] : nil
        }
        let names = OpaquePointer(found)
        defer { unsafe GENERAL_NAMES_free(names) }
        var texts: [String] = []
        let count = unsafe coffer_general_names_count(names)
        for index in 0..<max(0, count) {
            guard let name = unsafe coffer_general_name(names, index) else { return nil }
            switch unsafe text(of: name) {
            case .text(let text): texts.append(text)
            case .otherKind: continue
            case .broken: return nil
            }
        }
        return texts
    }

    private enum Name {
        case text(String)
        case otherKind
        case broken
    }

    private static func text(of name: UnsafePointer<GENERAL_NAME>) -> Name {
        let text: String?
        switch unsafe name.pointee.type {
        case GEN_DNS, GEN_EMAIL, GEN_URI: text = unsafe ascii(octets(coffer_general_name_text(name)))
        case GEN_IPADD: text = unsafe address(octets(coffer_general_name_address(name)))
        default: return .otherKind
        }
        return text.map { .text($0) } ?? .broken
    }

    private static func octets(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string = unsafe string, let bytes = unsafe ASN1_STRING_get0_data(string) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(ASN1_STRING_length(string))))
    }

    /// Printable ASCII: an embedded NUL or newline is how one name is made to look like another.
    private static func ascii(_ bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty, bytes.allSatisfy({ 0x20...0x7E ~= $0 }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func address(_ bytes: [UInt8]) -> String? {
        let family: Int32
        switch bytes.count {
        case 4: family = AF_INET
        case 16: family = AF_INET6
        default: return nil
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
