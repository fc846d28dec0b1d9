import CofferCharter
import CofferFields
import CofferModel

/// A charter to make a vault with, or to look at.
public enum CharterChoice: Hashable, Sendable {
    /// One that comes with Coffer.
    case named(String)
    /// A company's own file: its name for messages, and its text.
    case file(name: String, text: String)

    /// The names of the charters that come with Coffer.
    public static var names: [String] { BuiltInCharters.names }

    /// Every reason why a charter does not load, a line each with file, line and rule; none when it does.
    public func check() -> [String] {
        do {
            _ = try load()
            return []
        } catch let error as CharterInvalid {
            return error.refusals.map(\.description)
        } catch {
            return [vaultError(error).description]
        }
    }

    func load() throws -> (CharterSource, Charter) {
        let source = try source()
        return (source, try Self.loadReporting(source))
    }

    private func source() throws(VaultError) -> CharterSource {
        let name: String
        let text: String
        switch self {
        case .named(let known):
            guard let bytes = BuiltInCharters.source(named: known), known != "base" else {
                throw VaultError(.charterInvalid, "there is no charter of that name")
            }
            (name, text) = (known + ".yaml", String(decoding: bytes, as: UTF8.self))
        case .file(let file, let own):
            guard own.utf8.count <= Limits.charterBytes else { throw VaultError(.tooLarge, "the charter is too large") }
            (name, text) = (file, own)
        }
        return CharterSource(
            name: name, text: text,
            base: String(decoding: BuiltInCharters.source(named: "base") ?? [], as: UTF8.self),
            overlays: BuiltInCharters.overlays.mapValues { String(decoding: $0, as: UTF8.self) })
    }

    /// Reads a charter that is already part of a vault, from exactly the bytes it was checked with.
    static func load(_ source: CharterSource) throws(VaultError) -> Charter {
        do { return try loadReporting(source) } catch {
            throw VaultError(.charterInvalid, "the vault's charter does not load with this version")
        }
    }

    private static func loadReporting(_ source: CharterSource) throws(CharterInvalid) -> Charter {
        try Charter.load(
            Array(source.text.utf8), base: Array(source.base.utf8),
            overlays: source.overlays.mapValues { Array($0.utf8) }, file: source.name, hash: source.hash,
            previous: nil)
    }
}
