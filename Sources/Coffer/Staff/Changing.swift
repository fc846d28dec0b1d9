import CofferCharter
import CofferFields
import CofferLedger
import CofferModel

extension Vault {
    /// Makes a change of the directory, or proposes it where it takes a second administrator and none is named.
    ///
    /// - Parameters:
    ///   - action: what was asked.
    ///   - session: an administrator's.
    ///   - wanted: says what is to be done, given the directory as it is.
    /// - Returns: the line of whom it concerns, or the proposal.
    /// - Throws: why it is neither made nor proposed; recorded.
    func change(
        _ action: Action, _ session: Session, _ wanted: ([StaffEntry]) -> ProposalEntry.Change
    ) async throws(VaultError) -> StaffOutcome {
        try await inPerson(session, action)
        do {
            return try await turn.take {
                try await permit(.staff, session)
                let wanted = wanted(keyring.file.staff)
                if try await takesAnother(wanted, session) {
                    return .proposed(try await propose(wanted, session))
                }
                return .done(try await carryOut(wanted, PublishedAct(action, wanted), session))
            }
        } catch { throw vaultError(error) }
    }

    /// What changes who may do what is done in person: a token speaks for somebody, but is not him.
    func inPerson(_ session: Session) throws(VaultError) {
        guard session.service == nil else {
            throw VaultError(.actorUnknown, "this is done in person, not with a token")
        }
    }

    /// As ``inPerson(_:)``, with a row about the attempt.
    func inPerson(_ session: Session, _ action: Action) async throws(VaultError) {
        do { try inPerson(session) } catch { throw try await refused(error, PublishedAct(action), session) }
    }

    /// Puts a refusal on the ledger.
    ///
    /// - Returns: the error, to be thrown.
    func refused(
        _ error: VaultError, _ act: PublishedAct, _ session: Session
    ) async throws(VaultError) -> VaultError {
        var row = act.row(entry(session, RequestID.random(from: random), act.action))
        row.code = error.code
        // What was typed in may be anything: only what vault and charter know is written down.
        row.roles = row.roles.filter { charter.roles[$0] != nil }
        if !keyring.file.staff.contains(where: { $0.actor == row.person }) { row.person = nil }
        _ = try await record([row])
        return error
    }

    /// Carries a change out against the directory as it is now; must be called inside a turn.
    ///
    /// - Parameters:
    ///   - wanted: the change.
    ///   - act: how the ledger names it; the person and his roles are filled in.
    ///   - session: who does it.
    /// - Returns: the line of whom it concerns.
    /// - Throws: why it cannot be made; recorded.
    func carryOut(
        _ wanted: ProposalEntry.Change, _ act: PublishedAct, _ session: Session
    ) async throws(VaultError) -> StaffLine {
        var staff = keyring.file.staff
        let entry: StaffEntry
        do throws(VaultError) {
            entry = try apply(wanted, to: &staff)
        } catch { throw try await refused(error, act, session) }
        var act = act
        act.person = entry.actor
        act.roles = entry.active ? entry.roles.sorted() : []
        let waiting = waiting(under: staff).filter { $0.id != act.proposal }
        var edition = KeyringChange()
        if staff != keyring.file.staff { edition.staff = staff }
        if waiting != keyring.file.proposals { edition.proposals = waiting }
        if edition.staff == nil, edition.proposals == nil {
            _ = try await record([act.row(self.entry(session, RequestID.random(from: random), act.action))])
        } else {
            try await publish(edition, session, for: act)
        }
        if !entry.active { tokens.end(of: entry.actor) }
        return line(entry)
    }

    /// Changes the entry of the person an act is about, and nothing else; must be called inside a turn.
    func publish(
        _ act: PublishedAct, _ session: Session, _ change: (inout StaffEntry) -> Void
    ) async throws(VaultError) -> StaffLine {
        var staff = keyring.file.staff
        guard let place = staff.firstIndex(where: { $0.actor == act.person }) else {
            throw VaultError(.actorUnknown)
        }
        change(&staff[place])
        var edition = KeyringChange()
        edition.staff = staff
        try await publish(edition, session, for: act)
        return line(staff[place])
    }

    /// The directory after a change; says whom it concerns.
    ///
    /// - Throws: why it cannot be made.
    func apply(
        _ wanted: ProposalEntry.Change, to staff: inout [StaffEntry]
    ) throws(VaultError) -> StaffEntry {
        if case .roles(let entering) = wanted { return try enter(entering, in: &staff) }
        guard let place = staff.firstIndex(where: { $0.actor == wanted.person }) else {
            throw VaultError(.notFound)
        }
        switch wanted {
        case .roles: break
        case .disable:
            staff[place].active = false
            guard staff.contains(where: \.administers) else {
                throw VaultError(.conflict, "the last administrator cannot be disabled")
            }
        case .enable:
            staff[place].active = true
            staff[place].enabled = now()
        case .loginKey(_, let key): staff[place].loginKey = key
        }
        return staff[place]
    }

    private func enter(
        _ entering: ProposalEntry.Entering, in staff: inout [StaffEntry]
    ) throws(VaultError) -> StaffEntry {
        try check(entering)
        if let place = staff.firstIndex(where: { $0.uid == entering.uid }) {
            guard staff[place].actor == entering.actor else {
                throw VaultError(.conflict, "somebody was entered with this user since it was proposed")
            }
            guard staff[place].kind == entering.kind else {
                throw VaultError(.conflict, "this user is entered already, as the other kind of account")
            }
            staff[place].roles.formUnion(entering.roles)
            return staff[place]
        }
        guard entering.actor == nil else { throw VaultError(.notFound) }
        guard staff.count < Limits.staff else { throw VaultError(.tooLarge, "4,096 members of staff") }
        let now = now()
        let entry = StaffEntry(
            actor: .timeOrdered(at: now, from: random), name: entering.name, uid: entering.uid,
            kind: entering.kind, roles: entering.roles, active: true, acknowledged: nil, loginKey: nil,
            added: now, subject: nil)
        staff.append(entry)
        return entry
    }

    private func check(_ entering: ProposalEntry.Entering) throws(VaultError) {
        guard 1...100 ~= entering.name.count,
            entering.name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw VaultError(.badValue, rule: "staff.name") }
        // What the system shows for a user it cannot name (user_namespaces(7)), and what it takes for none (chown(2)).
        guard entering.uid != 65534, entering.uid != .max else {
            throw VaultError(.badValue, rule: "staff.uid")
        }
        guard !entering.roles.isEmpty, entering.roles.allSatisfy({ charter.roles[$0] != nil }) else {
            throw VaultError(.badValue, rule: "staff.role")
        }
        // An administrator decides in person; a program has none.
        guard entering.kind == .person || !entering.roles.contains(.admin) else {
            throw VaultError(.badValue, rule: "staff.service_role")
        }
    }
}
