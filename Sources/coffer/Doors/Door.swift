import Coffer
import CofferModel

/// Where a verb puts its question, as somebody in one role and for one purpose: the vault in this process, or a service.
///
/// Both answer the same.
protocol Door: Sendable {
    func add(_ input: SubjectInput, idempotencyKey key: String?) async throws(VaultError) -> Added
    func addRecord(
        _ record: RecordInput, to subject: SubjectID, parent: RecordID?, idempotencyKey key: String?
    ) async throws(VaultError) -> RecordID
    func show(_ subject: SubjectID, fields: [FieldPattern]) async throws(VaultError) -> SubjectView
    func find(_ path: FieldPath, equals text: String) async throws(VaultError) -> [SubjectID]
    func set(
        _ record: RecordID, _ values: [String: JSON], revision: UInt64, idempotencyKey key: String?
    ) async throws(VaultError) -> UInt64
    func remove(_ record: RecordID, revision: UInt64) async throws(VaultError) -> Erasure
    func erase(_ subject: SubjectID) async throws(VaultError) -> Erasure
    func note(_ note: SubjectNote, about subject: SubjectID) async throws(VaultError) -> UInt64
    func channels(of subject: SubjectID) async throws(VaultError) -> [ChannelLine]
    func verifyChannel(_ token: String) async throws(VaultError) -> ChannelState
    func matchChannel(_ address: String) async throws(VaultError) -> ChannelMatch
    func history(of subject: SubjectID, before: LedgerPlace?) async throws(VaultError) -> HistoryPage
    func preview(
        _ kind: String, for subject: SubjectID, about record: RecordID?, given: [String: String],
        recipient: String?
    ) async throws(VaultError) -> NoticePreview
    func charge(
        _ card: RecordID, for order: String, by connector: String
    ) async throws(VaultError) -> Used
    /// Wipes the code.
    func authorise(
        _ card: RecordID, for order: String, code: inout [UInt8]
    ) async throws(VaultError) -> Timestamp
    func use(_ device: RecordID, by connector: String) async throws(VaultError) -> Used
    func askToBreakGlass(_ record: RecordID, _ fields: [FieldPath]) async throws(VaultError) -> GlassRequest
    func glassRequests() async throws(VaultError) -> [GlassRequest]
    func approveGlass(_ request: ProposalID) async throws(VaultError) -> GlassRequest
    func breakGlass(_ request: ProposalID, of record: RecordID) async throws(VaultError) -> SubjectView
    func dueSecrets(after subject: SubjectID?) async throws(VaultError) -> DueSecrets
    func certificateRequest(for record: RecordID) async throws(VaultError) -> String
    func handOver(
        _ record: RecordID, to acceptor: String, act: String?
    ) async throws(VaultError) -> HandOver
    func prove(_ challenge: [UInt8], with record: RecordID) async throws(VaultError) -> [UInt8]
    func resolve(_ label: String) async throws(VaultError) -> ResolvedLabel
    func link(_ token: String) async throws(VaultError) -> ResolvedLink
    func unsubscribe(_ token: String) async throws(VaultError) -> Purpose
    func send(
        _ kind: String, to subject: SubjectID, about record: RecordID?, given: [String: String],
        recipient: String?, idempotencyKey key: String?
    ) async throws(VaultError) -> QueuedNotice
    func notices(of subject: SubjectID?, state: NoticeState?) async throws(VaultError) -> [NoticeLine]
    func retry(_ notice: NoticeID) async throws(VaultError)
    func cancel(_ notice: NoticeID) async throws(VaultError)
    func keyInventory() async throws(VaultError) -> [KeyLine]
    func ledgerRows(
        last: Int, of subject: SubjectID?, before: LedgerPlace?
    ) async throws(VaultError) -> HistoryPage
    func checkpoint() async throws(VaultError) -> String
    func proof(of sequence: UInt64) async throws(VaultError) -> LedgerProof

    func staffDirectory() async throws(VaultError) -> [StaffLine]
    func addStaff(
        _ name: String, uid: UInt32, roles: [RoleName], kind: StaffKind
    ) async throws(VaultError) -> StaffOutcome
    func disableStaff(_ actor: ActorID) async throws(VaultError) -> StaffOutcome
    func enableStaff(_ actor: ActorID) async throws(VaultError) -> StaffOutcome
    func proposals() async throws(VaultError) -> [StaffProposal]
    func approve(_ proposal: ProposalID) async throws(VaultError) -> StaffLine
    func withdraw(_ proposal: ProposalID) async throws(VaultError) -> StaffProposal
    func confidentiality(in language: String?) async throws(VaultError) -> ConfidentialityText
    func acknowledge() async throws(VaultError) -> StaffLine

    func deliverySettings() async throws(VaultError) -> DeliveryView
    func setDelivery(_ settings: JSON) async throws(VaultError) -> DeliveryView
    func approveDelivery(_ proposal: ProposalID) async throws(VaultError) -> DeliveryView
    func checkDelivery() async throws(VaultError) -> DeliveryCheck

    /// Compares data, ledger and keys with each other, and says meanwhile how many records are done.
    func verify(progress: @escaping @Sendable (Int) -> Void) async throws(VaultError) -> VerificationReport
    func sweep(
        afterGap: Bool, progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> Swept
    func rehearseSweep(
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(VaultError) -> SweepRehearsal

    func challenge() async throws(VaultError) -> LoginChallenge
    func login(signature: [UInt8], challenge random: [UInt8]) async throws(VaultError) -> Timestamp
    /// Nil when the new key counts at once.
    func enrolLogin(publicKey: [UInt8]) async throws(VaultError) -> StaffProposal?

    /// Takes in lines until they end or Ctrl-C is pressed, and hands over each one's result, in order.
    ///
    /// A rehearsal says what would become of each, and takes nothing in.
    func takeIn(
        _ lines: any GivenLines, rehearsing: Bool, receive: (Int, ImportResult) throws(VaultError) -> Void
    ) async throws(VaultError)
}
