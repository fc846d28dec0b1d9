import CofferCharter
import CofferDelivery
import CofferFields
public import CofferModel

extension Vault {
    /// Sets which ways out there are.
    ///
    /// They become part of what the manifest signs, so that nobody who can only write files sends the mail elsewhere.
    /// Once a second active administrator has acknowledged, it takes both: the settings wait, and the other one approves
    /// them with ``approveDelivery(_:as:)``. A program that has both before it asks with a session that is
    /// ``Session/approved(by:)`` the other. At most one document waits: another one takes its place, and setting what is
    /// in force takes it back.
    ///
    /// - Parameters:
    ///   - settings: the document (docs/operating/delivery.md).
    ///   - session: an administrator's, in person.
    /// - Returns: what is in force now, and what waits.
    /// - Throws: `bad_value` with rule and member, `approval_missing` for an approver who may not, the denial's code, or
    ///   a failure.
    @discardableResult
    public func setDelivery(_ settings: JSON, as session: Session) async throws(VaultError) -> DeliveryView {
        try await inPerson(session, .delivery)
        do {
            return try await turn.take {
                try await permit(.delivery, session)
                var act = PublishedAct(.delivery)
                let settings = try await read(settings, act, session)
                var configuration = keyring.file.configuration
                let isNew = configuration.delivery != settings
                let waits = isNew ? try await takesAnother(act, session) : false
                if waits {
                    guard let proposer = session.actor else { throw VaultError(.actorUnknown) }
                    let now = now()
                    let waiting = Configuration.Proposed(
                        id: .timeOrdered(at: now, from: random), settings: settings, proposer: proposer,
                        proposed: now)
                    configuration.proposed = waiting
                    act.proposal = waiting.id
                } else {
                    configuration.delivery = settings
                    configuration.proposed = nil
                }
                return try await adopt(configuration, act, session)
            }
        } catch { throw vaultError(error) }
    }

    /// Approves the settings that another administrator wants; they are in force at once.
    ///
    /// One ledger row names both.
    ///
    /// - Parameters:
    ///   - proposal: their number.
    ///   - session: another administrator's, in person.
    /// - Returns: what is in force now.
    /// - Throws: `not_found` for settings that do not wait, or no longer, `approval_missing` for whoever wanted them
    ///   himself, the denial's code, or a failure.
    @discardableResult
    public func approveDelivery(
        _ proposal: ProposalID, as session: Session
    ) async throws(VaultError) -> DeliveryView {
        try await inPerson(session, .delivery)
        do {
            return try await turn.take {
                try await permit(.delivery, session)
                var act = PublishedAct(.delivery)
                guard let waiting = waitingDelivery, waiting.id == proposal else {
                    throw try await refused(
                        VaultError(.notFound, "no such settings wait, or no longer"), act, session)
                }
                (act.proposal, act.proposer) = (waiting.id, waiting.proposer)
                guard administrators.contains(where: { $0.actor == session.actor }) else {
                    throw try await refused(VaultError(.roleDenied), act, session)
                }
                guard session.actor != waiting.proposer else {
                    throw try await refused(
                        VaultError(.approvalMissing, "another administrator approves what you want"), act,
                        session)
                }
                var configuration = keyring.file.configuration
                // Read again: it may have waited for a release that no longer takes it.
                configuration.delivery = try await read(waiting.settings, act, session)
                configuration.proposed = nil
                return try await adopt(configuration, act, session)
            }
        } catch { throw vaultError(error) }
    }

    /// Which ways out there are, and which ones wait for a second administrator.
    ///
    /// - Parameter session: an administrator's.
    /// - Returns: both documents; there is no secret in them.
    /// - Throws: the denial's code, or a failure.
    public func deliverySettings(as session: Session) async throws(VaultError) -> DeliveryView {
        try await permit(.delivery, session)
        _ = try await record([entry(session, RequestID.random(from: random), .delivery)])
        return deliveryView
    }

    /// Publishes a configuration, if it is another one; must be called inside a turn.
    private func adopt(
        _ configuration: Configuration, _ act: PublishedAct, _ session: Session
    ) async throws(VaultError) -> DeliveryView {
        if configuration == keyring.file.configuration {
            _ = try await record([act.row(entry(session, RequestID.random(from: random), act.action))])
        } else {
            var edition = KeyringChange()
            edition.configuration = configuration
            try await publish(edition, session, for: act)
        }
        return deliveryView
    }

    /// The document as it is kept, with what it leaves out.
    private func read(
        _ document: JSON, _ act: PublishedAct, _ session: Session
    ) async throws(VaultError) -> JSON {
        let settings: DeliverySettings
        do throws(DeliverySettingsError) {
            settings = try DeliverySettings(reading: document.canonical)
        } catch {
            throw try await refused(VaultError(error), act, session)
        }
        for (name, recipient) in settings.recipients.sorted(by: { $0.key < $1.key }) {
            guard let rule = charter.rule(brokenBy: recipient) else { continue }
            throw try await refused(
                VaultError(.badValue, rule: rule.rule, naming: "recipients.\(name).\(rule.member)"), act,
                session)
        }
        for (name, connector) in settings.connectors.sorted(by: { $0.key < $1.key }) {
            guard let rule = charter.rule(brokenBy: connector) else { continue }
            throw try await refused(
                VaultError(.badValue, rule: rule.rule, naming: "connectors.\(name).\(rule.member)"), act,
                session)
        }
        return settings.json
    }

    private var deliveryView: DeliveryView {
        DeliveryView(
            settings: keyring.file.configuration.delivery, waiting: waitingDelivery.map { shown($0) })
    }

    /// What waits and can still be approved: not ended, and of somebody whose rights have not.
    private var waitingDelivery: Configuration.Proposed? {
        guard let waiting = keyring.file.configuration.proposed, waiting.ends > now(),
            keyring.file.staff.contains(where: { $0.actor == waiting.proposer && inForce($0).active })
        else { return nil }
        return waiting
    }

    private func shown(_ waiting: Configuration.Proposed) -> DeliveryView.Waiting {
        let proposer = keyring.file.staff.first { $0.actor == waiting.proposer }
        return DeliveryView.Waiting(
            id: waiting.id, settings: waiting.settings, proposer: waiting.proposer,
            proposerName: proposer?.name ?? "", proposed: waiting.proposed, ends: waiting.ends)
    }
}

extension VaultError {
    /// Rule and member; never what stood there.
    init(_ error: DeliverySettingsError) {
        self =
            error.member.isEmpty
            ? VaultError(.badValue, rule: error.rule)
            : VaultError(.badValue, rule: error.rule, naming: error.member)
    }
}
