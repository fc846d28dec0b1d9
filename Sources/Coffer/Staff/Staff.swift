import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import Glibc

extension Vault {
    /// Enters a member of staff, or adds roles to one who is entered with this user.
    ///
    /// Once there is a second active administrator, giving a role takes both: the session must be
    /// ``Session/approved(by:)`` the other.
    ///
    /// - Parameters:
    ///   - name: what colleagues call him.
    ///   - uid: the operating system's user.
    ///   - roles: as what he may act.
    ///   - session: an administrator's.
    /// - Returns: his line.
    /// - Throws: `bad_value`, `approval_missing`, the denial's code, or a failure.
    public func addStaff(
        _ name: String, uid: UInt32, roles: [RoleName], as session: Session
    ) async throws(VaultError) -> StaffLine {
        try inPerson(session)
        try await permit(.staff, session)
        guard 1...100 ~= name.count,
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw VaultError(.badValue, rule: "staff.name") }
        guard !roles.isEmpty, roles.allSatisfy({ charter.roles[$0] != nil }) else {
            throw VaultError(.badValue, rule: "staff.role")
        }
        try await checkSecondAdmin(session)
        let now = now()
        return try await changeStaff(session, .staff) { (staff) throws(VaultError) in
            if let place = staff.firstIndex(where: { $0.uid == uid }) {
                staff[place].roles.formUnion(roles)
                return staff[place]
            }
            guard staff.count < Limits.staff else { throw VaultError(.tooLarge, "4,096 members of staff") }
            let entry = StaffEntry(
                actor: .timeOrdered(at: now, from: random), name: name, uid: uid, kind: .person,
                roles: Set(roles),
                active: true, acknowledged: nil, loginKey: nil, added: now, subject: nil)
            staff.append(entry)
            return entry
        }
    }

    /// Ends a member's rights at once; his rows in the ledger stay.
    ///
    /// - Parameters:
    ///   - actor: who.
    ///   - session: an administrator's.
    /// - Returns: his line.
    /// - Throws: `not_found`, the denial's code, or a failure.
    public func disableStaff(_ actor: ActorID, as session: Session) async throws(VaultError) -> StaffLine {
        try inPerson(session)
        try await permit(.staff, session)
        // Whoever could end the other administrator's rights alone could then do everything alone.
        let isOther = actor != session.actor
        if isOther, staff(actor)?.roles.contains(.admin) == true { try await checkSecondAdmin(session) }
        return try await changeStaff(session, .staff) { (staff) throws(VaultError) in
            guard let place = staff.firstIndex(where: { $0.actor == actor }) else {
                throw VaultError(.notFound)
            }
            staff[place].active = false
            guard staff.contains(where: { $0.active && $0.roles.contains(.admin) }) else {
                throw VaultError(.conflict, "the last administrator cannot be disabled")
            }
            return staff[place]
        }
    }

    /// Records that the person who runs this process accepts the confidentiality text in force.
    ///
    /// - Parameter session: his own.
    /// - Returns: his line.
    /// - Throws: `actor_unknown`, or a failure.
    public func acknowledge(as session: Session) async throws(VaultError) -> StaffLine {
        try inPerson(session)
        guard let actor = session.actor, staff(actor)?.active == true else { throw VaultError(.actorUnknown) }
        let version = charter.confidentiality.version
        return try await changeStaff(session, .acknowledge) { (staff) throws(VaultError) in
            guard let place = staff.firstIndex(where: { $0.actor == actor }) else {
                throw VaultError(.actorUnknown)
            }
            staff[place].acknowledged = version
            return staff[place]
        }
    }

    /// The confidentiality text in force, in one language.
    ///
    /// - Parameter language: as `bg`; the company's first language when it has no such text.
    /// - Returns: the text.
    public func confidentialityText(_ language: String) -> String {
        let texts = charter.confidentiality.texts
        return texts[language] ?? charter.languages.first.flatMap { texts[$0] } ?? ""
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
    public func whoami(_ session: Session) -> StaffLine? { staff(session.actor).map { line($0) } }

    /// What changes who may do what is done in person: a token speaks for somebody, but is not him.
    func inPerson(_ session: Session) throws(VaultError) {
        guard session.service == nil else {
            throw VaultError(.actorUnknown, "this is done in person, not with a token")
        }
    }

    func checkSecondAdmin(_ session: Session) async throws(VaultError) {
        let admins = keyring.file.staff.filter { $0.active && $0.roles.contains(.admin) }
        guard admins.count > 1 else { return }
        guard let approver = staff(session.approver), approver.actor != session.actor,
            admins.contains(approver)
        else {
            var row = entry(session, RequestID.random(from: random), .staff)
            row.code = .approvalMissing
            _ = try await record([row])
            throw VaultError(.approvalMissing, "with two administrators, this takes both")
        }
    }

    /// Changes the directory, and says in the ledger whom it concerns and what he may do from now on.
    func changeStaff(
        _ session: Session, _ action: Action, _ change: (inout [StaffEntry]) throws(VaultError) -> StaffEntry
    ) async throws(VaultError) -> StaffLine {
        do {
            return try await turn.take {
                var staff = keyring.file.staff
                let entry = try change(&staff)
                guard staff != keyring.file.staff else { return line(entry) }
                var edition = KeyringChange()
                edition.staff = staff
                let roles = entry.active ? entry.roles.sorted() : []
                try await publish(edition, session, for: (action, entry.actor, roles))
                return line(entry)
            }
        } catch { throw vaultError(error) }
    }

    private func line(_ entry: StaffEntry) -> StaffLine {
        StaffLine(
            actor: entry.actor, name: entry.name, uid: entry.uid, roles: entry.roles.sorted(),
            active: entry.active,
            acknowledged: entry.acknowledged == charter.confidentiality.version)
    }
}
