import CofferCharter
import CofferDelivery
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Tells what the token of a link in a message stands for, to the company's page behind the link.
    ///
    /// The token works until its time is over, and no longer than the reader of the message is the one it was meant for: until
    /// another address stands in the customer's channel, or the register has the recipient no more. One that is for one time
    /// is used up by the answer. Every call spends a probe and stands in the ledger, with the subject and the
    /// record by reference and never the token; who is told of a subject spends the budget of subjects too.
    ///
    /// - Parameters:
    ///   - token: as it stood in the message.
    ///   - session: who asks.
    /// - Returns: whom the message was about and who got it, which record, and until when the token tells it.
    /// - Throws: `not_found` alike for a token that is unknown, expired, of an erased customer, about a record that is no
    ///   more, or a proof of an address; the denial's code, or a failure.
    public func link(_ token: String, as session: Session) async throws(VaultError) -> ResolvedLink {
        try checkAlive()
        let id = RequestID.random(from: random)
        let ask = Ask(subject: nil, record: nil, path: nil, form: nil)
        let held = decide(request(session, id, .link, [ask]), Loaded())
        try await refuse(held.decision.denials.first?.code, session, .link)
        var row = entry(session, id, .link)
        guard let issued = try await issued(token), let meant = try meaning(of: issued) else {
            try await refuseToken(row)
        }
        let loaded = try await load([meant.subject])
        guard try isRead(meant, loaded) else { try await refuseToken(row) }
        let about = Ask(subject: meant.subject, record: meant.about, path: nil, form: nil)
        guard let open = try await answerable(about, .link, session, loaded, but: held.hold) else {
            try await refuseToken(row)
        }
        row.subject = open.keys.reference
        row.cells =
            meant.about.map {
                [LedgerCell(record: open.keys.reference(of: $0), granted: [:], denied: [:])]
            } ?? []
        if meant.use == .once { try await useUp(issued, row) }
        _ = try await record([row])
        withExtendedLifetime(held.hold) {}
        try checkPresent(loaded)
        return ResolvedLink(
            subject: meant.subject, record: meant.about, recipient: meant.recipient, kind: meant.kind,
            use: meant.use == .unsubscribe ? .unsubscribe : .link, until: issued.expires)
    }

    /// Whether whoever has the token is still whom the message was for.
    private func isRead(_ meant: NoticeToken, _ loaded: Loaded) throws(VaultError) -> Bool {
        switch meant.reader {
        case .channel(let field, let revision):
            guard let open = loaded.open[meant.subject] else { return false }
            return try addresses(of: open)[field] == revision
        case .registered(let name):
            guard let rule = charter.notices[meant.kind] else { return false }
            guard let recipient = try settingsInForce()?.recipients[name] else { return false }
            return recipient.registered.refusal(of: rule, at: now()) == nil
        case nil: return true
        }
    }

    /// Before it is answered: of two who hand it in at once one is told.
    private func useUp(_ issued: IssuedRow, _ row: LedgerEntry) async throws(VaultError) {
        do { try await data.commit([.redeem(token: issued.token)]) } catch {
            guard error == .conflict else { throw vaultError(error) }
            try await refuseToken(row)
        }
    }

    /// What the token of a message stands for; nil for what was issued as something else.
    func meaning(of issued: IssuedRow) throws(VaultError) -> NoticeToken? {
        do { return NoticeToken(meaning: try fields.meaning(of: issued)) } catch {
            throw VaultError(error.code)
        }
    }

    /// Whom a token is about, if this session may get an answer about him; nil alike for whatever stands against it.
    ///
    /// - Parameters:
    ///   - ask: whom, and which record.
    ///   - action: what the token is handed in for.
    ///   - session: who hands it in.
    ///   - loaded: the subject.
    ///   - hold: what this request has set aside already.
    /// - Returns: the subject.
    /// - Throws: `throttled`, recorded: what there is no budget for is not answered with a no.
    func answerable(
        _ ask: Ask, _ action: Action, _ session: Session, _ loaded: Loaded, but hold: BudgetHold? = nil
    ) async throws(VaultError) -> OpenSubject? {
        let request = request(session, .random(from: random), action, [ask])
        let denials =
            if let hold { decide(request, loaded, on: hold).denials } else {
                charter.decide(request, facts(session, loaded)).denials
            }
        let denial = denials.first
        if denial?.code == .throttled { try await refuse(.throttled, session, action) }
        return denial == nil ? ask.subject.flatMap { loaded.open[$0] } : nil
    }
}
