package import CofferModel

/// A company's privacy statement that a machine keeps (`docs/reference/charter.md`).
///
/// One exists only if its file loaded without a refusal. It opens nothing but what it names. A class, as the rules in
/// it are, so that a decision passes pointers and copies nothing.
package final class Charter: Sendable {
    /// The charter's name.
    package let name: String
    /// Its version, from 1.
    package let version: Int
    /// The hash of its sources, as the manifest knows it.
    package let hash: Digest
    /// Who keeps the vault.
    package let company: Company
    /// What a case id looks like.
    package let casePattern: CasePattern
    /// The reasons an actor can give.
    package let reasons: Set<String>
    /// From where devices may be reached.
    package let fixedSources: [Network]
    /// Who may approve.
    package let approvers: Set<RoleName>
    /// Company-wide switches.
    package let gates: [String: GateRule]
    /// The classes the company uses.
    package let classes: [String: ClassRule]
    /// Their fields, by path.
    package let fields: [FieldPath: FieldRule]
    /// Their fields, by number.
    package let numbers: [FieldNumber: FieldPath]
    /// For what data are used at all.
    package let purposes: [Purpose: PurposeRule]
    /// Where data come from.
    package let sources: [String: SourceRule]
    /// When data are destroyed.
    package let retention: [String: RetentionRule]
    /// As what people act.
    package let roles: [RoleName: RoleRule]
    /// The kinds of labels its notices may carry.
    package let labels: [String: LabelRule]
    /// The kinds of notices the company sends.
    package let notices: [String: NoticeRule]
    /// The words and units that their slots show.
    package let wording: Wording
    /// How many values one notice may show as they are, or masked.
    package let quasiIdentifiers: Int
    /// Which acts count as consent.
    package let consentActs: Set<ConsentAct>
    /// What jurisdictions add.
    package let overlays: [Overlay]
    /// What staff must have accepted.
    package let confidentiality: Confidentiality
    /// The file as a whole.
    package let place: Place

    /// The languages it writes in; the first is the one for everybody else.
    package var languages: [String] { company.languages }

    /// The overlays of a jurisdiction; all that are listed, when it has none of its own.
    package func overlays(for jurisdiction: String?) -> [Overlay] {
        guard let jurisdiction else { return overlays }
        let own = overlays.filter { $0.jurisdictions.contains(jurisdiction) }
        return own.isEmpty ? overlays : own
    }

    init(
        name: String,
        version: Int,
        hash: Digest,
        company: Company,
        casePattern: CasePattern,
        reasons: Set<String>,
        fixedSources: [Network],
        approvers: Set<RoleName>,
        gates: [String: GateRule],
        classes: [String: ClassRule],
        fields: [FieldPath: FieldRule],
        numbers: [FieldNumber: FieldPath],
        purposes: [Purpose: PurposeRule],
        sources: [String: SourceRule],
        retention: [String: RetentionRule],
        roles: [RoleName: RoleRule],
        labels: [String: LabelRule],
        notices: [String: NoticeRule],
        wording: Wording,
        quasiIdentifiers: Int,
        consentActs: Set<ConsentAct>,
        overlays: [Overlay],
        confidentiality: Confidentiality,
        place: Place
    ) {
        self.name = name
        self.version = version
        self.hash = hash
        self.company = company
        self.casePattern = casePattern
        self.reasons = reasons
        self.fixedSources = fixedSources
        self.approvers = approvers
        self.gates = gates
        self.classes = classes
        self.fields = fields
        self.numbers = numbers
        self.purposes = purposes
        self.sources = sources
        self.retention = retention
        self.roles = roles
        self.labels = labels
        self.notices = notices
        self.wording = wording
        self.quasiIdentifiers = quasiIdentifiers
        self.consentActs = consentActs
        self.overlays = overlays
        self.confidentiality = confidentiality
        self.place = place
    }
}
