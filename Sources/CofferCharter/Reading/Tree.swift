import CofferModel
import Yams

/// A file of plain YAML as read, a charter or another: texts, lists and mappings, each with its line.
package struct Tree {
    /// What stands at a place.
    package enum Content {
        case text(String)
        case list([Tree])
        case map([Entry])
    }

    /// A key of a mapping, and what stands under it.
    package struct Entry {
        /// The key.
        package let key: String
        /// Where it stands.
        package let place: Place
        /// What stands under it.
        package let value: Tree
    }

    /// What stands here.
    package let content: Content
    /// Where that is.
    package let place: Place

    /// The text, if it is one.
    package var text: String? { if case .text(let text) = content { text } else { nil } }
    /// The elements, if it is a list.
    package var list: [Tree]? { if case .list(let list) = content { list } else { nil } }
    /// The entries, if it is a mapping.
    package var map: [Entry]? { if case .map(let map) = content { map } else { nil } }
}

extension Tree {
    /// Reads a file; nil after it has refused what is wrong.
    ///
    /// - Parameters:
    ///   - bytes: at most ``Limits/charterBytes`` of UTF-8.
    ///   - file: its name, for messages.
    ///   - refusals: collects what is wrong.
    /// - Returns: what stands in it.
    package static func read(_ bytes: [UInt8], file: String, _ refusals: Refusals) -> Tree? {
        let whole = Place(file: file, line: 0)
        guard bytes.count <= Limits.charterBytes else {
            refusals.refuse(.tooLarge, whole, "the file is larger than a charter may be")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            refusals.refuse(.notText, whole, "the file is not UTF-8")
            return nil
        }
        guard YAMLScanner.accepts(bytes, file: file, refusals) else { return nil }
        do {
            // The parser is kept until the tree is built: it owns the anchors that the nodes point to.
            let parser = try Parser(yaml: text, resolver: .basic, constructor: .default, encoding: .utf8)
            guard let root = try parser.singleRoot() else {
                refusals.refuse(.syntax, whole, "the file is empty")
                return nil
            }
            return withExtendedLifetime(parser) { Tree(root, file, refusals) }
        } catch {
            refuse(error, file, refusals)
            return nil
        }
    }

    private static func refuse(_ error: any Error, _ file: String, _ refusals: Refusals) {
        switch error as? YamlError {
        case .duplicatedKeysInMapping(_, let context):
            let place = Place(file: file, line: context.mark.line)
            refusals.refuse(.duplicateKey, place, "a mapping has one key twice")
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            refusals.refuse(.syntax, Place(file: file, line: mark.line), "this is not plain YAML")
        default: refusals.refuse(.syntax, Place(file: file, line: 0), "this is not plain YAML")
        }
    }

    private init(_ node: Node, _ file: String, _ refusals: Refusals, depth: Int = 0) {
        place = Place(file: file, line: node.mark?.line ?? 0)
        if node.anchor != nil { refusals.refuse(.anchor, place, "anchors are not taken") }
        guard depth < Limits.jsonDepth else {
            refusals.refuse(.syntax, place, "nested too deep")
            content = .text("")
            return
        }
        switch node {
        case .scalar(let scalar): content = .text(scalar.string)
        case .sequence(let list): content = .list(list.map { Tree($0, file, refusals, depth: depth + 1) })
        case .mapping(let map): content = .map(Self.entries(map, file, refusals, depth))
        case .alias:
            refusals.refuse(.alias, place, "aliases are not taken")
            content = .text("")
        }
    }

    private static func entries(
        _ map: Node.Mapping, _ file: String, _ refusals: Refusals, _ depth: Int
    ) -> [Entry] {
        var seen: Set<String> = []
        return map.compactMap { key, value in
            let place = Place(file: file, line: key.mark?.line ?? 0)
            guard case .scalar(let name) = key else {
                refusals.refuse(.wrongKind, place, "a key is a name")
                return nil
            }
            if !seen.insert(name.string).inserted {
                refusals.refuse(.duplicateKey, place, "a mapping has one key twice")
            }
            if name.string == "<<" {
                refusals.refuse(.mergeKey, place, "merge keys are not taken")
            }
            return Entry(key: name.string, place: place, value: Tree(value, file, refusals, depth: depth + 1))
        }
    }
}
