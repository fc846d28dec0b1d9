import Coffer
import CofferCharter
import CofferCrypto
import CofferModel
import CofferStore
import CofferTesting

/// A vault with a customer whose e-mail and telephone may become channels.
struct ChannelHouse {
    let house: TestVault
    let subject: SubjectID
    let mail: ChannelField
    let phone: ChannelField

    var vault: Vault { house.vault }
    var support: Session { house.session("support_technician", .support) }
    var officer: Session { house.session("privacy_officer", .subjectRights, case: "DSR-1") }

    init(_ house: TestVault? = nil, customer number: Int = 1) async throws {
        if let house { self.house = house } else { self.house = try await TestVault() }
        subject = try await self.house.addCustomer(number)
        let record = try await self.house.record("contact", of: subject)
        mail = ChannelField(record: record, path: FieldPath(className: "contact", field: "email"))
        phone = ChannelField(record: record, path: FieldPath(className: "contact", field: "phone"))
    }

    func note(_ change: ChannelChange, _ field: ChannelField) async throws {
        try await vault.note(.channel(field, change), about: subject, as: support)
    }

    /// The token of a message to a channel's address as of a revision, issued as the dispatcher does.
    func issue(_ field: ChannelField, revision: UInt64 = 1) async throws -> String {
        let channel = Channel(proposing: field, revision: revision)
        let (text, row) = try vault.issueVerification(
            of: channel, of: subject, from: SystemRandom().bytes(16), at: house.clock.now())
        try await house.kept.data?.commit([.issue(row)])
        return text
    }

    /// Verifies a channel's address and agrees to topics.
    func agree(_ field: ChannelField, _ topics: Set<ChannelTopic>, revision: UInt64 = 1) async throws {
        let token = try await issue(field, revision: revision)
        _ = try await vault.verifyChannel(token, as: support)
        try await note(.agree(topics: topics, act: .explicit), field)
    }

    func line(_ field: ChannelField) async throws -> ChannelLine? {
        try await vault.channels(of: subject, as: support).first { $0.field == field }
    }

    /// Writes another address over the one in the customer's record.
    func write(_ values: [String: JSON], revision: UInt64 = 1) async throws {
        _ = try await vault.set(
            mail.record, values, revision: revision, idempotencyKey: nil, as: support)
    }
}
