import CofferCharter
import CofferDelivery
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Has a connector charge a card for an order: it gets the values, and who asks does not.
    ///
    /// The order is used up, whatever the connector answers, unless nothing has left.
    ///
    /// - Parameters:
    ///   - card: the record that the order names.
    ///   - order: the number of an order noted before.
    ///   - connector: its name in the settings.
    ///   - session: who asks.
    /// - Returns: whether it was accepted, and what of the answer the settings let through.
    /// - Throws: as ``use(_:by:as:)``, and `order_denied` for an order that is not there, used up, or of another card.
    public func charge(
        _ card: RecordID, for order: String, by connector: String, as session: Session
    ) async throws(VaultError) -> Used {
        try await use(card, for: order, by: connector, session)
    }

    /// Has a connector enter a device: it gets the values, and who asks does not.
    ///
    /// - Parameters:
    ///   - device: the record with what it is entered by.
    ///   - connector: its name in the settings.
    ///   - session: who asks.
    /// - Returns: whether it was accepted, and what of the answer the settings let through.
    /// - Throws: `not_found` for a connector or record that is not there, `target_denied` for what this connector may
    ///   not take and for an address that it may not be at, `protocol_denied` and `source_address` for what the
    ///   device does not allow, `throttled` for one used too often, `unavailable` when nothing has left, `unknown` when
    ///   no answer came, the denial's code, or a failure.
    public func use(
        _ device: RecordID, by connector: String, as session: Session
    ) async throws(VaultError) -> Used {
        try await use(device, for: nil, by: connector, session)
    }

    /// For an order, or, without a number, for a device.
    private func use(
        _ record: RecordID, for number: String?, by name: String, _ session: Session
    ) async throws(VaultError) -> Used {
        try checkAlive()
        let connector = try await connector(name, for: number == nil ? .device : .order(nil), session)
        try await connecting.enter()
        defer { connecting.leave() }
        let ready = try await prepared(record, number, connector, session)
        let outcome = unsafe await connector.settings.send { send in unsafe ready.rendered.lend(send) }
        return try await conclude(ready, outcome, session)
    }

    private func prepared(
        _ record: RecordID, _ number: String?, _ connector: NamedConnector, _ session: Session
    ) async throws(VaultError) -> Sending.Ready {
        do {
            return try await turn.take {
                try await opened.enter()
                defer { opened.leave() }
                return try await prepare(record, number, connector, session)
            }
        } catch { throw vaultError(error) }
    }

    /// The connector of that name, if the settings have it for such a thing; its name is no secret.
    private func connector(
        _ name: String, for object: ConnectorUse.Object, _ session: Session
    ) async throws(VaultError) -> NamedConnector {
        if let settings = try settingsInForce()?.connectors[name], settings.takes(object) {
            return NamedConnector(name: name, settings: settings)
        }
        var row = entry(session, RequestID.random(from: random), .deliver)
        row.code = .notFound
        _ = try await record([row])
        throw VaultError(.notFound, rule: "connector.unknown")
    }

    /// Decide, open, record, render, use the order up: in this order, behind all writers.
    private func prepare(
        _ id: RecordID, _ number: String?, _ connector: NamedConnector, _ session: Session
    ) async throws(VaultError) -> Sending.Ready {
        let settings = connector.settings
        let now = now()
        let uses = memory.withLock { $0.uses(of: connector.name, at: now) }
        func use(for object: ConnectorUse.Object) -> ConnectorUse {
            settings.use(for: object, isSpent: uses >= settings.usesPerHour, charter)
        }
        let paths = settings.values.values.sorted()
        // Who gets nothing of this kind done about anybody learns nothing about who is here.
        let refusal = refusal(
            session, .deliver, paths.map { ($0, .delivered) },
            by: use(for: number == nil ? .device : .order(nil)))
        try await refuse(refusal, session, .deliver, paths)
        var base = entry(session, .random(from: random), .deliver)
        base.noted = connector.noted
        // Before anything is taken that cannot be given back, as the code of a card.
        let secret = try await noting(base) { () throws(VaultError) in
            try settings.checkProgram()
            return try ConnectorSecret(settings)
        }
        let (subject, row, loaded) = try await present(id, session, .deliver)
        // Whatever comes of it, a code that was given for it is gone; who may not charge does not end it.
        defer { if let number { codes.drop(id, number) } }
        guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
        base.subject = open.keys.reference
        var asks = try await noting(base) { () throws(VaultError) in try self.asks(settings, row, open) }
        base.subject = nil
        var kept: KeptOrder?
        if let number { kept = try await order(number, open) }
        let object = number == nil ? ConnectorUse.Object.device : .order(kept?.facts?.record)
        let request = request(session, base.request, .deliver, asks.all, by: use(for: object))
        var held = decide(request, loaded)
        let denials = held.decision.denials
        guard denials.isEmpty, let grant = held.decision.takeGrant() else {
            _ = try await record(rows([], denials, asks.all, base, loaded))
            let first = denials.first
            throw VaultError(first?.code ?? .notFound, field: first.flatMap { asks.all[$0.ask].path })
        }
        for place in asks.taken {
            let name = SecretSlots.Name(
                subject: subject, card: id, order: number ?? "", path: asks.fields[place].path)
            asks.codes[place] = try await noting(base) { () throws(VaultError) in
                try codes.take(name, at: now, in: arena)
            }
        }
        let unseen = try self.open(grant, loaded, labels: nil)
        let outcomes = unseen.outcomes
        let receipt = try await record(rows(outcomes, [], asks.all, base, loaded))
        try checkPresent(loaded)
        withExtendedLifetime(held.hold) {}
        if let failed = outcomes.first(where: { $0.failure != nil }), let code = failed.failure {
            throw VaultError(code, field: failed.cell.path)
        }
        let order = kept?.facts
        let made = unseen.hand(for: receipt) { handed in
            Result { () throws(VaultError) in
                try asks.check(handed, settings)
                return try Rendered(settings, of: id, handed, asks, order, secret)
            }
        }
        let sending = Sending(
            request: request.id, connector: connector, subject: subject, reference: open.keys.reference,
            order: order)
        switch made {
        case .failure(let error):
            _ = try await record([sending.row(entry(session, request.id, .deliver), "unsent", error.code)])
            throw error
        case .success(let rendered):
            if let kept { try await useUp(kept, open, session) }
            return sending.with(rendered)
        }
    }

    /// Does what may fail before anything is opened, and writes its failure down.
    private func noting<Result>(
        _ row: LedgerEntry, _ body: () throws(VaultError) -> Result
    ) async throws(VaultError) -> Result {
        do { return try body() } catch {
            var row = row
            row.code = error.code
            _ = try await record([row])
            throw error
        }
    }

    private func useUp(
        _ kept: KeptOrder, _ open: OpenSubject, _ session: Session
    ) async throws(VaultError) {
        var row = entry(session, RequestID.random(from: random), .order)
        row.subject = open.keys.reference
        row.noted = "order.used"
        try await keep(nil, as: kept, open, row)
    }
}
