import Coffer
import CofferModel

/// The vault in this process, asked by the user who runs it.
struct VaultDoor: Door {
    let vault: Vault
    let session: Session

    func add(_ input: SubjectInput, idempotencyKey key: String?) async throws(VaultError) -> Added {
        try await vault.add(input, idempotencyKey: key, as: session)
    }

    func addRecord(
        _ record: RecordInput, to subject: SubjectID, parent: RecordID?, idempotencyKey key: String?
    ) async throws(VaultError) -> RecordID {
        try await vault.addRecord(record, to: subject, parent: parent, idempotencyKey: key, as: session)
    }

    func show(_ subject: SubjectID, fields: [FieldPattern]) async throws(VaultError) -> SubjectView {
        try await vault.show(subject, fields: fields, as: session)
    }

    func find(_ path: FieldPath, equals text: String) async throws(VaultError) -> [SubjectID] {
        try await vault.find(path, equals: text, as: session)
    }

    func set(
        _ record: RecordID, _ values: [String: JSON], revision: UInt64, idempotencyKey key: String?
    ) async throws(VaultError) -> UInt64 {
        try await vault.set(record, values, revision: revision, idempotencyKey: key, as: session)
    }

    func remove(_ record: RecordID, revision: UInt64) async throws(VaultError) -> Erasure {
        try await vault.remove(record, revision: revision, as: session)
    }

    func erase(_ subject: SubjectID) async throws(VaultError) -> Erasure {
        try await vault.erase(subject, as: session)
    }

    func note(_ note: SubjectNote, about subject: SubjectID) async throws(VaultError) -> UInt64 {
        try await vault.note(note, about: subject, as: session)
    }

    func channels(of subject: SubjectID) async throws(VaultError) -> [ChannelLine] {
        try await vault.channels(of: subject, as: session)
    }

    func verifyChannel(_ token: String) async throws(VaultError) -> ChannelState {
        try await vault.verifyChannel(token, as: session)
    }

    func matchChannel(_ address: String) async throws(VaultError) -> ChannelMatch {
        try await vault.matchChannel(address, as: session)
    }

    func history(of subject: SubjectID, before: LedgerPlace?) async throws(VaultError) -> HistoryPage {
        try await vault.history(of: subject, before: before, as: session)
    }

    func preview(
        _ kind: String, for subject: SubjectID, about record: RecordID?, given: [String: String],
        recipient: String?
    ) async throws(VaultError) -> NoticePreview {
        try await vault.preview(
            kind, for: subject, about: record, given: given, recipient: recipient, as: session)
    }

    func charge(
        _ card: RecordID, for order: String, by connector: String
    ) async throws(VaultError) -> Used {
        try await vault.charge(card, for: order, by: connector, as: session)
    }

    func authorise(
        _ card: RecordID, for order: String, code: inout [UInt8]
    ) async throws(VaultError) -> Timestamp {
        try await vault.authorise(card, for: order, code: &code, as: session)
    }

    func use(_ device: RecordID, by connector: String) async throws(VaultError) -> Used {
        try await vault.use(device, by: connector, as: session)
    }

    func askToBreakGlass(
        _ record: RecordID, _ fields: [FieldPath]
    ) async throws(VaultError) -> GlassRequest {
        try await vault.askToBreakGlass(record, fields, as: session)
    }

    func glassRequests() async throws(VaultError) -> [GlassRequest] {
        try await vault.glassRequests(as: session)
    }

    func approveGlass(_ request: ProposalID) async throws(VaultError) -> GlassRequest {
        try await vault.approveGlass(request, as: session)
    }

    func breakGlass(_ request: ProposalID, of record: RecordID) async throws(VaultError) -> SubjectView {
        try await vault.breakGlass(request, of: record, as: session)
    }

    func dueSecrets(after subject: SubjectID?) async throws(VaultError) -> DueSecrets {
        try await vault.dueSecrets(after: subject, as: session)
    }

    func certificateRequest(for record: RecordID) async throws(VaultError) -> String {
        try await vault.certificateRequest(for: record, as: session)
    }

    func handOver(
        _ record: RecordID, to acceptor: String, act: String?
    ) async throws(VaultError) -> HandOver {
        try await vault.handOver(record, to: acceptor, act: act, as: session)
    }

    func prove(_ challenge: [UInt8], with record: RecordID) async throws(VaultError) -> [UInt8] {
        try await vault.prove(challenge, with: record, as: session)
    }

    func resolve(_ label: String) async throws(VaultError) -> ResolvedLabel {
        try await vault.resolve(label, as: session)
    }

    func link(_ token: String) async throws(VaultError) -> ResolvedLink {
        try await vault.link(token, as: session)
    }

    func unsubscribe(_ token: String) async throws(VaultError) -> Purpose {
        try await vault.unsubscribe(token, as: session)
    }

    func send(
        _ kind: String, to subject: SubjectID, about record: RecordID?, given: [String: String],
        recipient: String?, idempotencyKey key: String?
    ) async throws(VaultError) -> QueuedNotice {
        try await vault.send(
            kind, to: subject, about: record, given: given, recipient: recipient, idempotencyKey: key,
            as: session)
    }

    func notices(of subject: SubjectID?, state: NoticeState?) async throws(VaultError) -> [NoticeLine] {
        try await vault.notices(of: subject, state: state, as: session)
    }

    func retry(_ notice: NoticeID) async throws(VaultError) { try await vault.retry(notice, as: session) }

    func cancel(_ notice: NoticeID) async throws(VaultError) { try await vault.cancel(notice, as: session) }

    func keyInventory() async throws(VaultError) -> [KeyLine] {
        try await vault.keyInventory(as: session)
    }

    func ledgerRows(
        last: Int, of subject: SubjectID?, before: LedgerPlace?
    ) async throws(VaultError) -> HistoryPage {
        try await vault.ledgerRows(last: last, of: subject, before: before, as: session)
    }

    func checkpoint() async throws(VaultError) -> String { try await vault.checkpoint(as: session) }

    func proof(of sequence: UInt64) async throws(VaultError) -> LedgerProof {
        try await vault.proof(of: sequence, as: session)
    }

    func staffDirectory() async throws(VaultError) -> [StaffLine] {
        try await vault.staffDirectory(as: session)
    }

    func addStaff(
        _ name: String, uid: UInt32, roles: [RoleName], kind: StaffKind
    ) async throws(VaultError) -> StaffOutcome {
        try await vault.addStaff(name, uid: uid, roles: roles, kind: kind, as: session)
    }

    func disableStaff(_ actor: ActorID) async throws(VaultError) -> StaffOutcome {
        try await vault.disableStaff(actor, as: session)
    }

    func enableStaff(_ actor: ActorID) async throws(VaultError) -> StaffOutcome {
        try await vault.enableStaff(actor, as: session)
    }

    func proposals() async throws(VaultError) -> [StaffProposal] {
        try await vault.proposals(as: session)
    }

    func approve(_ proposal: ProposalID) async throws(VaultError) -> StaffLine {
        try await vault.approve(proposal, as: session)
    }

    func withdraw(_ proposal: ProposalID) async throws(VaultError) -> StaffProposal {
        try await vault.withdraw(proposal, as: session)
    }

    func deliverySettings() async throws(VaultError) -> DeliveryView {
        try await vault.deliverySettings(as: session)
    }

    func setDelivery(_ settings: JSON) async throws(VaultError) -> DeliveryView {
        try await vault.setDelivery(settings, as: session)
    }

    func approveDelivery(_ proposal: ProposalID) async throws(VaultError) -> DeliveryView {
        try await vault.approveDelivery(proposal, as: session)
    }

    func checkDelivery() async throws(VaultError) -> DeliveryCheck {
        try await vault.checkDelivery(as: session)
    }

    func verify(progress: @escaping @Sendable (Int) -> Void) async throws(VaultError) -> VerificationReport {
        try await vault.verify(as: session, progress: progress).report
    }

    func sweep(
        afterGap: Bool, progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> Swept {
        try await vault.sweep(afterGap: afterGap, as: session, progress: progress)
    }

    func rehearseSweep(
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> SweepRehearsal {
        try await vault.rehearseSweep(as: session, progress: progress)
    }

    func confidentiality(in language: String?) async throws(VaultError) -> ConfidentialityText {
        try vault.confidentiality(in: language)
    }

    func acknowledge() async throws(VaultError) -> StaffLine { try await vault.acknowledge(as: session) }

    func challenge() async throws(VaultError) -> LoginChallenge {
        try await vault.challenge(as: session)
    }

    func login(signature: [UInt8], challenge random: [UInt8]) async throws(VaultError) -> Timestamp {
        try await vault.login(signature: signature, challenge: random, as: session)
    }

    func enrolLogin(publicKey: [UInt8]) async throws(VaultError) -> StaffProposal? {
        try await vault.enrolLogin(publicKey: publicKey, as: session).proposal
    }

    func takeIn(
        _ lines: any GivenLines, rehearsing: Bool, receive: (Int, ImportResult) throws(VaultError) -> Void
    ) async throws(VaultError) {
        while Interrupts.count == 0 {
            let batch = try Self.batch(from: lines)
            if batch.isEmpty { return }
            let results =
                rehearsing
                ? try await vault.rehearseImport(batch, as: session)
                : try await vault.importLines(batch, as: session)
            for (line, result) in zip(batch, results) { try receive(line.number, result) }
        }
    }

    private static func batch(from lines: any GivenLines) throws(VaultError) -> [ImportLine] {
        var batch: [ImportLine] = []
        var bytes = 0
        while batch.count < Limits.importBatch, bytes < 4 * Limits.documentBytes, let line = try lines.next()
        {
            batch.append(line)
            bytes += line.bytes.count
        }
        return batch
    }
}
