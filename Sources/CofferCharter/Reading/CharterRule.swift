/// A rule that loading enforces, and the promise or standard row it serves (`docs/reference/charter.md`).
package struct CharterRule: Hashable, Sendable {
    /// The rule's name, stable.
    package let name: String
    /// The row of the requirements behind it.
    package let row: String

    private init(_ name: String, _ row: String) {
        self.name = name
        self.row = row
    }
}

// The file as YAML.
extension CharterRule {
    static let tooLarge = CharterRule("file.too_large", "AS-14")
    static let notText = CharterRule("file.not_text", "AS-14")
    static let syntax = CharterRule("yaml.syntax", "B03")
    static let anchor = CharterRule("yaml.anchor", "B03")
    static let alias = CharterRule("yaml.alias", "B03")
    static let tag = CharterRule("yaml.tag", "B03")
    static let blockText = CharterRule("yaml.block_text", "B03")
    static let mergeKey = CharterRule("yaml.merge_key", "B03")
    static let duplicateKey = CharterRule("yaml.duplicate_key", "B03")
    static let documents = CharterRule("yaml.documents", "B03")
}

// Its shape.
extension CharterRule {
    /// A key that nothing asks for.
    package static let unknownKey = CharterRule("key.unknown", "B01")
    /// A key that must be there is not.
    package static let missingKey = CharterRule("key.missing", "B01")
    /// A value of another kind than it takes.
    package static let wrongKind = CharterRule("value.kind", "B01")
    /// A word that is none of the known ones.
    package static let unknownWord = CharterRule("value.unknown", "B01")
    /// A name that is none.
    package static let badName = CharterRule("name.invalid", "B01")
    static let wildcard = CharterRule("name.wildcard", "A-30")
    /// A list of nothing.
    package static let emptyList = CharterRule("list.empty", "B01")
    /// One thing twice.
    package static let repeated = CharterRule("list.repeated", "B01")
}

// Fields and classes.
extension CharterRule {
    static let noPurpose = CharterRule("field.no_purpose", "S0-01")
    static let noTier = CharterRule("field.no_tier", "S0-12")
    static let noForms = CharterRule("field.no_forms", "B02")
    static let noRetention = CharterRule("field.no_retention", "B12")
    static let noScope = CharterRule("field.no_scope", "B11")
    static let noCategory = CharterRule("field.no_category", "B41")
    static let maskMissing = CharterRule("field.mask_missing", "B06")
    static let maskKeyMissing = CharterRule("field.mask_key_missing", "S0-12")
    static let maskUnfit = CharterRule("field.mask_unfit", "B06")
    static let ipMaskTooFine = CharterRule("field.ip_mask_too_fine", "EN-09")
    static let cardRetention = CharterRule("field.card_retention", "S4-19")
    static let lowEntropyIndex = CharterRule("index.low_entropy", "EN-13")
    static let indexLength = CharterRule("index.length", "EN-04")
    static let numberTwice = CharterRule("number.twice", "NI-06")
    static let numberRange = CharterRule("number.range", "NI-06")
    static let numberChanged = CharterRule("number.changed", "NI-06")
    static let generation = CharterRule("generation.unchanged", "EN-05")
    static let loosened = CharterRule("narrow.loosens", "B03")
    static let derived = CharterRule("field.derived", "B34")
}

// Retention.
extension CharterRule {
    static let scopeShared = CharterRule("retention.scope_shared", "B11")
    static let scopeMixed = CharterRule("retention.scope_mixed", "B11")
    static let neverEnds = CharterRule("retention.never_ends", "B12")
    static let retentionLoop = CharterRule("retention.loop", "B12")
    static let exceptionGate = CharterRule("retention.exception_gate", "S4-19")
    static let credentialGate = CharterRule("retention.credential_gate", "A-07")
}

// Roles and grants.
extension CharterRule {
    static let formTooWeak = CharterRule("grant.form_beyond_field", "B02")
    static let purposeBeyondField = CharterRule("grant.purpose_beyond_field", "B01")
    static let grantTwice = CharterRule("grant.twice", "B02")
    static let maskFinerThanNeeded = CharterRule("grant.mask_too_fine", "P-05")
    static let findWithTruncation = CharterRule("grant.find_with_truncation", "P-10")
    static let fullCard = CharterRule("grant.full_card", "P-05")
    static let findWithoutIndex = CharterRule("grant.find_without_index", "P-21")
    static let needUnfit = CharterRule("grant.need_unfit", "B02")
    static let sourceWide = CharterRule("fixed_sources.wide", "S2-21")
    static let noApprovers = CharterRule("approvers.missing", "P-16")
    static let resolveWithoutCase = CharterRule("grant.resolve_without_case", "B21")
    static let noBudget = CharterRule("role.no_budget", "NI-10")
}

// Notices.
extension CharterRule {
    static let slotNotOutbound = CharterRule("notice.slot_not_outbound", "S2-13")
    static let slotUndeclared = CharterRule("notice.slot_undeclared", "B18")
    static let slotUnused = CharterRule("notice.slot_unused", "E-08")
    static let templateLogic = CharterRule("notice.template_logic", "AS-13")
    static let foreignHost = CharterRule("notice.foreign_host", "B18")
    static let noUnsubscribe = CharterRule("notice.no_unsubscribe", "X-01")
    static let advertising = CharterRule("notice.advertising", "B16")
    static let languageMissing = CharterRule("notice.language_missing", "B18")
    static let formUnfit = CharterRule("notice.form_unfit", "B18")
    static let optionalLine = CharterRule("notice.optional_line", "B18")
    static let recipientUnfit = CharterRule("notice.recipient_unfit", "E-09")
    static let subjectLabel = CharterRule("notice.subject_label", "E-07")
    static let quasiIdentifiers = CharterRule("notice.quasi_identifiers", "E-04")
    static let overrideWidens = CharterRule("notice.override_widens", "B03")
    static let portal = CharterRule("company.portal", "S0-34")
}

// Labels.
extension CharterRule {
    static let labelPerson = CharterRule("label.person", "E-07")
    static let labelFormat = CharterRule("label.format", "S2-14")
    static let labelShort = CharterRule("label.short", "EN-01")
    static let labelReversible = CharterRule("label.reversible", "EN-06")
    static let labelModeUnfit = CharterRule("label.mode_unfit", "EN-06")
    static let labelAudience = CharterRule("label.audience", "E-09")
    static let labelsJoined = CharterRule("label.joined", "E-07")
    static let labelLowEntropy = CharterRule("label.low_entropy", "EN-13")
    static let labelNetworkTooFine = CharterRule("label.network_too_fine", "EN-09")
}

// Gates, purposes, overlays.
extension CharterRule {
    static let gateUnknown = CharterRule("gate.unknown", "B03")
    static let gatePosition = CharterRule("gate.position", "B03")
    static let purposeUnused = CharterRule("purpose.undeclared", "B01")
    static let overlayUnknown = CharterRule("overlay.unknown", "B41")
    static let overlayLoosens = CharterRule("overlay.loosens", "G-03")
    static let casePatternUnfit = CharterRule("case_pattern.unfit", "OW-03")
    static let baseGrants = CharterRule("base.grants", "B03")
    static let versionOrder = CharterRule("version.order", "B31")
}

extension CharterRule {
    /// Every rule that loading enforces, in the order of `docs/reference/charter.md`.
    package static let all: [CharterRule] = [
        .tooLarge, .notText, .syntax, .anchor, .alias, .tag, .blockText, .mergeKey, .duplicateKey,
        .documents, .unknownKey, .missingKey, .wrongKind, .unknownWord, .badName, .wildcard, .emptyList,
        .repeated, .noPurpose, .noTier, .noForms, .noRetention, .noScope, .noCategory, .maskMissing,
        .maskKeyMissing, .maskUnfit, .ipMaskTooFine, .cardRetention, .lowEntropyIndex, .indexLength,
        .numberTwice, .numberRange, .numberChanged, .generation, .loosened, .derived, .scopeShared,
        .scopeMixed, .neverEnds, .retentionLoop, .exceptionGate, .credentialGate, .formTooWeak,
        .purposeBeyondField, .grantTwice, .maskFinerThanNeeded, .findWithTruncation,
        .fullCard, .findWithoutIndex, .needUnfit, .sourceWide, .resolveWithoutCase, .noApprovers, .noBudget,
        .slotNotOutbound,
        .slotUndeclared, .slotUnused, .templateLogic, .foreignHost, .noUnsubscribe, .advertising,
        .languageMissing, .formUnfit, .optionalLine, .recipientUnfit, .subjectLabel, .quasiIdentifiers,
        .overrideWidens, .portal, .labelPerson, .labelFormat, .labelShort, .labelReversible, .labelModeUnfit,
        .labelAudience, .labelsJoined, .labelLowEntropy, .labelNetworkTooFine, .gateUnknown, .gatePosition,
        .purposeUnused, .overlayUnknown, .overlayLoosens,
        .casePatternUnfit, .baseGrants, .versionOrder,
    ]
}
