public import CofferModel

extension Asker {
    /// Tells what a label stands for, to those who may know.
    ///
    /// - Parameter label: the label, as somebody typed it or was told.
    /// - Returns: whose it is, of which record, and until when.
    /// - Throws: `not_found` for every label that stands for nothing; the denial's code, or a failure.
    public func resolve(_ label: String) async throws(VaultError) -> ResolvedLabel {
        try await ask(
            Call.post("/v1/labels/resolve", .json(["label": .string(label)])), ResolvedLabel.init(json:))
    }
}
