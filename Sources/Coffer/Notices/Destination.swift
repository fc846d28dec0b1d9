import CofferCharter
import CofferDelivery
import CofferFields
import CofferLedger
import CofferModel
import CofferStore

/// Where one notice goes: a transport, and an address that nobody is shown.
struct Destination: Sendable {
    let transport: any DeliveryTransport
    let recipient: Recipient
    /// The field that holds the address, which labels depend on; nil for somebody who is no customer.
    let channel: ChannelField?
    /// What the tokens of the message are bound to: the address in its revision.
    let place: String
    /// What the rate limit counts mail by.
    let domain: String
    /// Whether there is another channel behind this one.
    var hasNext = false
}

extension Vault {
    /// The channels that a kind may take now, the first to be tried first; none that no way out leads to.
    func channels(for rule: NoticeRule, _ passage: Passage) throws(VaultError) -> [ChannelField] {
        guard let open = passage.open, let facts = passage.facts else { return [] }
        let agreed = charter.channels(for: rule, facts, try addresses(of: open), at: now()).map(\.field)
        return agreed.filter { field in
            charter.fields[field.path].map { passage.settings?.reach($0.type) ?? true } ?? false
        }
    }

    /// Opens the address of a channel that some transport reaches: a use of its own, recorded like any.
    ///
    /// - Parameters:
    ///   - passage: what has passed the gate.
    ///   - rule: its kind.
    ///   - ways: the ways out.
    ///   - skipped: how many of the channels have been tried already.
    /// - Returns: where the notice goes.
    /// - Throws: `unavailable` while no way out leads to any, or the code that denied the address.
    func destination(
        _ passage: Passage, _ rule: NoticeRule, _ ways: DeliveryWays, skipping skipped: Int
    ) async throws(VaultError) -> Destination {
        if rule.isToOthers { return try await registered(passage, ways) }
        if rule.to.contains(.previous) {
            guard let previous = passage.order.previous else {
                try await refuse(VaultError(.channelNotAgreed), passage)
            }
            return try await opened(previous.field, passage.with(previous), ways)
        }
        let reached = try channels(for: rule, passage)
        guard let field = reached.dropFirst(skipped).first else {
            // He has agreed to one, as the gate has seen: the way to it may be set any day.
            try await refuse(VaultError(.unavailable, "no way out leads to his channels"), passage)
        }
        var there = try await opened(field, passage, ways)
        there.hasNext = reached.count > skipped + 1
        return there
    }

    private func opened(
        _ field: ChannelField, _ passage: Passage, _ ways: DeliveryWays
    ) async throws(VaultError) -> Destination {
        guard let type = charter.fields[field.path]?.type, let transport = ways.transport(for: type) else {
            try await refuse(VaultError(.channelNotAgreed, rule: "channel.address"), passage)
        }
        let recipient = try await recipient(at: field, of: type, passage)
        return Destination(
            transport: transport, recipient: recipient, channel: field,
            place: "\(field) \(try revision(of: field, in: passage.open))", domain: recipient.domain)
    }

    /// Decide, open, record, hand over: the address goes into the envelope and is answered to nobody.
    private func recipient(
        at field: ChannelField, of type: FieldType, _ passage: Passage
    ) async throws(VaultError) -> Recipient {
        let (session, loaded) = (passage.session, passage.loaded)
        let asks = [
            Ask(subject: passage.subject, record: field.record, path: field.path, form: .delivered)
        ]
        let id = RequestID.random(from: random)
        try await opened.enter()
        defer { opened.leave() }
        var decision = charter.decide(
            request(session, id, .deliver, asks, notice: passage.kind), facts(session, loaded))
        let denials = decision.denials
        let base = entry(session, id, .deliver)
        guard let grant = decision.takeGrant() else {
            _ = try await record(rows([], denials, asks, base, loaded))
            throw VaultError(denials.first?.code ?? .notFound, field: field.path)
        }
        let unseen: Unseen
        do { unseen = try self.open(grant, loaded, labels: nil) } catch {
            try await refuse(error, passage)
        }
        let outcomes = unseen.outcomes
        let receipt = try await record(rows(outcomes, denials, asks, base, loaded))
        try checkPresent(loaded)
        let recipient = unseen.hand(for: receipt) { (handed) -> Recipient? in
            unsafe handed.withBytes(of: 0) { bytes in
                unsafe try? Recipient(type, canonical: Array(bytes))
            } ?? nil
        }
        if let failure = outcomes.compactMap(\.failure).first { throw VaultError(failure, field: field.path) }
        guard let recipient else {
            try await refuse(VaultError(.channelNotAgreed, rule: "channel.address"), passage)
        }
        return recipient
    }

    /// Somebody who is no customer: his address stands in the settings, and nothing is opened for it.
    private func registered(
        _ passage: Passage, _ ways: DeliveryWays
    ) async throws(VaultError) -> Destination {
        let name = passage.order.recipient ?? ""
        guard let recipient = passage.settings?.recipients[name] else {
            try await refuse(VaultError(.groundMissing), passage)
        }
        let address = recipient.address
        return Destination(
            transport: ways.mail, recipient: .mail(address), channel: nil, place: "\(name) \(address.text)",
            domain: String(address.text.split(separator: "@").last ?? ""))
    }
}

extension Passage {
    /// The same with a record as it was before its address was written over, and no other field of it.
    fileprivate func with(_ previous: PreviousAddress) -> Passage {
        guard let open else { return self }
        var loaded = loaded
        let record = previous.field.record
        let row = RecordRow(
            subject: subject, record: record, parent: nil, ofClass: previous.ofClass, revision: 1,
            created: Timestamp(milliseconds: 0), changed: Timestamp(milliseconds: 0),
            intent: IntentPosition(log: 0, sequence: 0), packed: previous.packed)
        loaded.open[subject] = OpenSubject(keys: open.keys, records: [row])
        loaded.records[record] = RecordFacts(
            ofClass: previous.ofClass, subject: subject, parent: nil, service: nil,
            created: loaded.records[record]?.created ?? row.created)
        return Passage(
            order: order, session: session, subject: subject, loaded: loaded, settings: settings,
            stage: stage)
    }
}

extension DeliverySettings {
    /// Whether some way out leads to addresses of a field's type.
    fileprivate func reach(_ type: FieldType) -> Bool { type == .email || (type == .phone && phone != nil) }
}

extension DeliveryWays {
    /// The transport to addresses of a field's type; nil where none goes.
    func transport(for type: FieldType) -> (any DeliveryTransport)? {
        switch type {
        case .email: mail
        case .phone: phone
        default: nil
        }
    }
}

extension Recipient {
    /// What the rate limit counts mail by; empty for what is no mail.
    fileprivate var domain: String {
        guard case .mail(let address) = self else { return "" }
        return String(address.text.split(separator: "@").last ?? "")
    }
}
