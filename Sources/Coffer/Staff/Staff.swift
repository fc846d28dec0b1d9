import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel

extension Vault {
    /// Enters a member of staff or a service account, or adds roles to one who is entered with this user.
    ///
    /// Once a second active administrator has acknowledged, giving a role takes both: it is proposed, and the other one
    /// approves it with ``approve(_:as:)``. A program that has both before it asks with a session that is
    /// ``Session/approved(by:)`` the other.
    ///
    /// - Parameters:
    ///   - name: what colleagues call him; for one who is entered, only shown in the proposal.
    ///   - uid: the operating system's user.
    ///   - roles: as what he may act. A service account cannot be administrator.
    ///   - kind: a person, who has to acknowledge the confidentiality text himself, or a program.
    ///   - session: an administrator's.
    /// - Returns: his line, or the proposal.
    /// - Throws: `bad_value`, `conflict` for a user of the other kind, `approval_missing` for an approver who may
    ///   not, the denial's code, or a failure.
    @discardableResult
    public func addStaff(
        _ name: String, uid: UInt32, roles: [RoleName], kind: StaffKind = .person, as session: Session
    ) async throws(VaultError) -> StaffOutcome {
        try await change(.staff, session) { staff in
            .roles(
                .init(
                    name: name, uid: uid, kind: kind, roles: Set(roles),
                    actor: staff.first { $0.uid == uid }?.actor))
        }
    }

    /// Ends a member's rights at once; his rows in the ledger stay.
    ///
    /// Ending another administrator's takes both, as giving a role does: whoever could end them alone could then do
    /// everything alone.
    ///
    /// - Parameters:
    ///   - actor: who.
    ///   - session: an administrator's.
    /// - Returns: his line, or the proposal.
    /// - Throws: `not_found`, `conflict` for the last administrator, the denial's code, or a failure.
    @discardableResult
    public func disableStaff(_ actor: ActorID, as session: Session) async throws(VaultError) -> StaffOutcome {
        try await change(.staff, session) { _ in .disable(actor) }
    }

    /// Gives a member his rights back, after they were ended or he was idle for 90 days (P-23).
    ///
    /// - Parameters:
    ///   - actor: who.
    ///   - session: an administrator's.
    /// - Returns: his line, or the proposal: it takes both administrators, as giving a role does.
    /// - Throws: `not_found`, the denial's code, or a failure.
    @discardableResult
    public func enableStaff(_ actor: ActorID, as session: Session) async throws(VaultError) -> StaffOutcome {
        try await change(.staff, session) { _ in .enable(actor) }
    }

    /// Records that the person who runs this process accepts the confidentiality text in force.
    ///
    /// - Parameter session: his own.
    /// - Returns: his line.
    /// - Throws: `actor_unknown`, `usage` for a service account, or a failure.
    public func acknowledge(as session: Session) async throws(VaultError) -> StaffLine {
        try await inPerson(session, .acknowledge)
        let version = charter.confidentiality.version
        do {
            return try await turn.take {
                guard let own = staff(session.actor), own.active else { throw VaultError(.actorUnknown) }
                guard own.kind == .person else {
                    throw VaultError(.usage, "a service account has nothing to accept")
                }
                guard own.acknowledged != version else { return line(own) }
                var act = PublishedAct(.acknowledge)
                (act.person, act.roles) = (own.actor, own.roles.sorted())
                return try await publish(act, session) { $0.acknowledged = version }
            }
        } catch { throw vaultError(error) }
    }

    /// The confidentiality text in force, in one language.
    ///
    /// - Parameter language: as `bg`; nil for the company's first language.
    /// - Returns: the text.
    /// - Throws: `bad_value` with the languages there are, for another one.
    public func confidentiality(in language: String?) throws(VaultError) -> ConfidentialityText {
        let (texts, version) = (charter.confidentiality.texts, charter.confidentiality.version)
        let known = charter.languages.filter { texts[$0] != nil }
        guard let language = language ?? known.first, let text = texts[language] else {
            throw VaultError(
                .badValue, rule: "language.unknown",
                naming: "the text is there in \(known.joined(separator: ", "))")
        }
        return ConfidentialityText(version: version, language: language, text: text)
    }

    /// Everyone who may ask.
    ///
    /// - Parameter session: an administrator's.
    /// - Returns: a line a person, oldest first.
    /// - Throws: the denial's code, or a failure.
    public func staffDirectory(as session: Session) async throws(VaultError) -> [StaffLine] {
        try await permit(.staff, session)
        _ = try await record([entry(session, RequestID.random(from: random), .staff)])
        return keyring.file.staff.map { line($0) }
    }

    /// The line of the session's own actor; nil for a user who is not entered.
    ///
    /// - Parameter session: his own.
    /// - Returns: his line.
    public func whoami(_ session: Session) -> StaffLine? {
        keyring.file.staff.first { $0.actor == session.actor }.map { line($0) }
    }

    /// What a person sees of an entry.
    func line(_ entry: StaffEntry) -> StaffLine {
        StaffLine(
            actor: entry.actor, name: entry.name, uid: entry.uid, kind: entry.kind,
            roles: entry.roles.sorted(), active: inForce(entry).active, idle: entry.active && isIdle(entry),
            acknowledged: charter.hasAcknowledged(entry))
    }
}
