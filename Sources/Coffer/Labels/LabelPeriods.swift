import CofferCharter
import CofferFields
import CofferModel
import CofferStore

extension Vault {
    /// Publishes the keys by which some kinds of labels are made now, and destroys those whose period is over,
    /// with the rows of the labels they made.
    ///
    /// Without the root key nothing is published: what a process lacks it cannot make. To be called before labels are
    /// made, and, with no kinds, now and then, so that no key outlives its period for long.
    ///
    /// - Parameter rules: the kinds about to be made.
    /// - Throws: ``VaultError``.
    func keepLabelPeriods(_ rules: [LabelRule]) async throws(VaultError) {
        guard keyring.holdsRoot, labelKeyChange(rules) != nil else { return }
        do {
            try await turn.take {
                guard let change = labelKeyChange(rules) else { return }
                try await publish(change, nil)
                if !change.destroyed.isEmpty { try await data.commit([.dropIssued(expiredBy: now())]) }
            }
        } catch { throw vaultError(error) }
    }

    private func labelKeyChange(_ rules: [LabelRule]) -> KeyringChange? {
        let now = now()
        var change = KeyringChange()
        change.newKeys = Set(rules.map { $0.key(at: now) }).filter { keyring.newest($0) == nil }
            .sorted { "\($0)" < "\($1)" }
        change.destroyed = Set(
            keyring.file.manifest.keys.map(\.use).filter { use in
                guard case .audience(_, let period) = use, let end = LabelPeriod.end(of: period) else {
                    return false
                }
                return end <= now
            })
        return change.newKeys.isEmpty && change.destroyed.isEmpty ? nil : change
    }
}

extension Charter {
    /// The kinds of labels that the company's notices carry.
    var labelsInUse: [LabelRule] {
        let kinds = Set(notices.values.flatMap { $0.slots.values.compactMap(\.label) })
        return kinds.sorted().compactMap { labels[$0] }
    }
}

extension NoticeRule {
    /// The kinds of labels that it carries.
    func labels(_ charter: Charter) -> [LabelRule] {
        slots.values.compactMap { $0.label.flatMap { charter.labels[$0] } }
    }
}
