import CofferModel

/// A frozen structure, as an invoice is when it leaves: any JSON object or array.
enum Document {
    /// RFC 8785 JSON of at most 16 KiB.
    static func canonical(_ input: JSON) throws(BadValue) -> [UInt8] {
        switch input {
        case .object, .array: break
        default: throw BadValue("document.form")
        }
        guard isShallow(input, depth: 0) else { throw BadValue("document.depth") }
        let bytes = input.canonical
        guard bytes.count <= Limits.valueBytes else { throw BadValue("value.length") }
        return bytes
    }

    private static func isShallow(_ value: JSON, depth: Int) -> Bool {
        guard depth < Limits.jsonDepth else { return false }
        return switch value {
        case .array(let elements): elements.allSatisfy { isShallow($0, depth: depth + 1) }
        case .object(let members): members.values.allSatisfy { isShallow($0, depth: depth + 1) }
        default: true
        }
    }
}

/// A page that was looked at, without what its address may say about the visitor.
enum WebPath {
    /// A path, or `http(s)://host/path`, of at most 2,048 bytes of visible ASCII.
    ///
    /// Query and fragment are cut off; an address with a user in it is refused.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let path = Input.trimmed(input).prefix { $0 != "?" && $0 != "#" && $0 != ";" }
        guard 1...2048 ~= path.utf8.count, path.utf8.allSatisfy({ ASCII.isGraphic($0) && $0 != 92 }) else {
            throw BadValue("web_path.form")
        }
        guard !path.hasPrefix("/") else {
            guard !path.hasPrefix("//") else { throw BadValue("web_path.form") }
            return String(path)
        }
        let scheme = ["https://", "http://"].first { path.hasPrefix($0) }
        guard let scheme else { throw BadValue("web_path.form") }
        let rest = path.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        return try scheme + HostName.canonical(String(host), labels: 1, rule: "web_path.host")
            + rest.dropFirst(host.count)
    }
}
