import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel

extension Vault {
    /// A customer's channels, those that come first first, by field and state; never an address.
    ///
    /// - Parameters:
    ///   - subject: the customer.
    ///   - session: who asks; he may note channels, or see the history.
    /// - Returns: the channels.
    /// - Throws: `not_found` alike for one who was never here and one erased, the denial's code, or a failure.
    public func channels(
        of subject: SubjectID, as session: Session
    ) async throws(VaultError) -> [ChannelLine] {
        try checkAlive()
        let refusal = refusal(session, .channel, [(nil, nil)])
        let mayRead = refusal != nil && self.refusal(session, .history, [(nil, nil)]) == nil
        let action: Action = mayRead ? .history : .channel
        try await refuse(mayRead ? nil : refusal, session, action)
        let loaded = try await load([subject])
        try await permit(action, session, subject: subject, loaded)
        guard let open = loaded.open[subject], let facts = loaded.facts[subject] else {
            throw VaultError(.notFound)
        }
        var row = entry(session, .random(from: random), action)
        row.subject = open.keys.reference
        _ = try await record([row])
        try checkPresent(loaded)
        let revisions = try addresses(of: open)
        let now = now()
        return facts.channels.map { channel in
            ChannelLine(
                field: channel.field, state: channel.state(at: now), topics: channel.topics,
                until: channel.state(at: now) == .suspended ? channel.until : nil,
                isCurrent: revisions[channel.field] == channel.revision)
        }
    }
}
