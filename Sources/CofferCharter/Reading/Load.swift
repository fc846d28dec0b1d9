package import CofferModel

extension Charter {
    /// Reads a company's charter, joins it with `base` and its overlays, and checks all of it.
    ///
    /// Nothing that can be refused is read half: a charter comes back complete, or every reason why not.
    ///
    /// - Parameters:
    ///   - source: the company's file, YAML in UTF-8.
    ///   - base: the base charter's file.
    ///   - overlays: the files of overlays by name; only those the charter lists are read.
    ///   - file: the name of the company's file, for messages.
    ///   - hash: the hash of all these sources, as the manifest keeps it.
    ///   - previous: the charter this one replaces, whose numbers and scopes it must keep.
    /// - Returns: the charter.
    /// - Throws: every refusal, with file, line and rule.
    package static func load(
        _ source: [UInt8], base: [UInt8], overlays: [String: [UInt8]], file: String, hash: Digest,
        previous: Charter?
    ) throws(CharterInvalid) -> Charter {
        let refusals = Refusals()
        let library = Tree.read(base, file: "base.yaml", refusals).map { Library.read($0, refusals) }
        let company = Tree.read(source, file: file, refusals).map { CompanyFile($0, refusals) }
        guard let library, let company else { throw refusals.invalid }
        let files = company.overlays.compactMap { listed -> Overlay? in
            guard let bytes = overlays[listed.text] else {
                refusals.refuse(.overlayUnknown, listed.place, "there is no overlay of that name")
                return nil
            }
            let tree = Tree.read(bytes, file: "overlay-\(listed.text).yaml", refusals)
            return tree.map { Overlay.read($0, name: listed.text, refusals) }
        }
        let assembly = Assembly(library: library, company: company, overlays: files, refusals: refusals)
        let charter = assembly.charter(hash: hash)
        Checks(charter: charter, assembly: assembly, refusals: refusals).all(previous: previous)
        guard refusals.isEmpty else { throw refusals.invalid }
        return charter
    }
}
