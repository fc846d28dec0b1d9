import Testing

/// The small charter with one text replaced, and the rule that then refuses it.
struct Broken: CustomTestStringConvertible, Sendable {
    let rule: String
    let row: String
    let old: String
    let new: String

    init(_ rule: String, _ row: String, _ old: String, _ new: String) {
        self.rule = rule
        self.row = row
        self.old = old
        self.new = new
    }

    var testDescription: String { "\(rule) (\(row))" }
}

extension Broken {
    static let yaml = [
        Broken("file.not_text", "AS-14", "version: 2", "version:\t2"),
        Broken("yaml.syntax", "B03", "reasons: [dispute, break_glass]", "reasons: [dispute, break_glass"),
        Broken("yaml.syntax", "B03", "name: \"Small\"", "name: \"Small"),
        Broken("yaml.syntax", "B03", "name: \"Small\"", "name: it's"),
        Broken("yaml.anchor", "B03", "version: 2", "version: &v 2"),
        Broken("yaml.syntax", "B03", "charter: small", "a, 'b: &x 1 # '\ncharter: small"),
        Broken("yaml.alias", "B03", "version: 2", "version: *v"),
        Broken("yaml.tag", "B03", "version: 2", "version: !!int 2"),
        Broken("yaml.block_text", "B03", "charter: small", "charter: |\n  small"),
        Broken("yaml.merge_key", "B03", "charter: small", "<<: { charter: small }"),
        Broken("yaml.duplicate_key", "B03", "version: 2", "version: 2\nversion: 2"),
        Broken("yaml.documents", "B03", "charter: small", "---\ncharter: small"),
        Broken("yaml.documents", "B03", "version: 2", "version: 2\n..."),
    ]

    static let shape = [
        Broken("key.unknown", "B01", "version: 2", "version: 2\nversoin: 3"),
        Broken("key.unknown", "B01", "category: B", "category: B\n        note: x"),
        Broken("key.missing", "B01", "case_pattern: \"^[A-Z]{2,6}-[0-9]{1,9}$\"\n", ""),
        Broken("value.kind", "B01", "version: 2", "version: 02"),
        Broken("value.kind", "B01", "approvers: [officer]", "approvers: officer"),
        Broken("value.kind", "B01", "after: P30D", "after: 30 days"),
        Broken("value.kind", "B01", "192.0.2.0/24", "192.0.2.1/24"),
        Broken("value.unknown", "B01", "basis: legal_duty", "basis: habit"),
        Broken("value.unknown", "B01", "extends: base", "extends: hosting"),
        Broken("name.invalid", "B01", "reasons: [dispute,", "reasons: [Dispute,"),
        Broken("name.wildcard", "A-30", "reasons: [dispute,", "reasons: [other,"),
        Broken("name.wildcard", "A-30", "find: [person.email]", "find: [person.any]"),
        Broken("list.empty", "B01", "approvers: [officer]", "approvers: []"),
        Broken("list.repeated", "B01", "approvers: [officer]", "approvers: [officer, officer]"),
    ]

    static let fields = [
        Broken("field.no_purpose", "S0-01", "        purposes: [support, billing, fraud]\n", ""),
        Broken("field.no_tier", "S0-12", "type: pan\n        tier: 3\n", "type: pan\n"),
        Broken("field.no_forms", "B02", "        forms: [verified, masked, delivered, clear]\n", ""),
        Broken("field.no_retention", "B12", "        retain: log\n", ""),
        Broken("field.no_retention", "B12", "retain: log", "retain: logs"),
        Broken("field.no_scope", "B11", "        scope: day\n", ""),
        Broken("field.no_category", "B41", "        category: B\n", ""),
        Broken("field.mask_missing", "B06", "        mask: email\n", ""),
        Broken("field.mask_key_missing", "S0-12", "        mask: pan_first6_last4\n", ""),
        Broken("field.mask_unfit", "B06", "mask: email", "mask: pan_last4"),
        Broken("field.ip_mask_too_fine", "EN-09", "mask: network", "mask: network_28"),
        Broken("field.ip_mask_too_fine", "EN-09", "mask: network", "mask: host_domain"),
        Broken("field.card_retention", "S4-19", "destroy_when: { any: [payment_processed] }", "after: P30D"),
        Broken("field.derived", "B34", "from: device.address", "from: person.name"),
        Broken("field.derived", "B34", "from: device.address", "from: device.until"),
        Broken("field.derived", "B34", "from: device.address", "from: [device.address, device.model]"),
        Broken("field.derived", "B34", "from: device.address", "from: nonsense"),
        Broken("field.derived", "B34", "from: device.address", "from: []"),
        Broken(
            "index.low_entropy", "EN-13", "forms: [clear, delivered]\n",
            "forms: [clear, delivered]\n        index: exact\n"),
        Broken("index.low_entropy", "EN-13", "index: { generation: 1 }", "index: day"),
        Broken("index.low_entropy", "EN-13", "index: { generation: 1 }", "index: { by: day, generation: 1 }"),
        Broken("index.length", "EN-04", "{ generation: 1 }", "{ generation: 1, bytes: 32 }"),
        Broken("number.twice", "NI-06", "number: 21\n", "number: 20\n"),
        Broken("number.twice", "NI-06", "  device:\n    number: 3", "  device:\n    number: 2"),
        Broken("number.range", "NI-06", "number: 30\n", "number: 10030\n"),
    ]

    static let retention = [
        Broken("retention.scope_shared", "B11", "log: { number: 4", "log: { number: 3"),
        Broken(
            "retention.scope_mixed", "B11", "retain: log\n        scope: day",
            "retain: card\n        scope: day"),
        Broken("retention.never_ends", "B12", ", after: P30D", ""),
        Broken(
            "retention.loop", "B12", "[service_ended, paid] } }", "[service_ended, paid] }, also: [card] }"),
        Broken("retention.exception_gate", "S4-19", ", gate: card.keep }", " }"),
        Broken("retention.exception_gate", "S4-19", "gate: card.keep }", "gate: card.kept }"),
        Broken("retention.credential_gate", "A-07", "cred.retention: earliest", "cred.retention: latest"),
    ]

    static let grants = [
        Broken(
            "grant.form_beyond_field", "B02", "[log.ip], purpose: support, form: label",
            "[log.ip], purpose: support, form: delivered"),
        Broken(
            "grant.purpose_beyond_field", "B01", "[person.tax_number], purpose: billing, form",
            "[person.tax_number], purpose: support, form"),
        Broken(
            "grant.twice", "B02", "find: [person.email], purpose: support }",
            "find: [person.email], purpose: support }\n      - { find: [person.email], purpose: support }"
        ),
        Broken("grant.mask_too_fine", "P-05", "form: masked, mask: pan_last4", "form: masked, mask: email"),
        Broken(
            "grant.mask_too_fine", "P-05", "[card.pan], purpose: billing, form",
            "[card.pan], purpose: support, form"),
        Broken(
            "grant.mask_too_fine", "P-05",
            "- { fields: [person.name], purpose: marketing_own, form: clear }",
            "- { fields: [card.pan], purpose: fraud, form: masked, mask: first4 }"),
        Broken("grant.find_with_truncation", "P-10", "form: masked, mask: pan_last4", "form: masked"),
        Broken(
            "grant.find_with_truncation", "P-10", "- { fields: [card.pan], purpose: billing, form: masked }",
            "- { fields: [card.pan], purpose: billing, form: masked }\n"
                + "      - { fields: [card.pan], purpose: billing, form: verified }"),
        Broken(
            "grant.full_card", "P-05", "[card.pan], purpose: billing, form: masked }",
            "[card.pan], purpose: billing, form: clear, needs: [case, reason] }"),
        Broken("grant.find_without_index", "P-21", "find: [person.email]", "find: [person.name]"),
        Broken("grant.need_unfit", "B02", "fixed_sources: [\"192.0.2.0/24\", \"2001:db8::/56\"]\n", ""),
        Broken("fixed_sources.wide", "S2-21", "\"192.0.2.0/24\"", "\"192.0.2.0/23\""),
        Broken("fixed_sources.wide", "S2-21", "\"2001:db8::/56\"", "\"::/0\""),
        Broken(
            "grant.resolve_without_case", "B21", "act: [event, erase], purpose: support, needs: [case]",
            "act: [resolve], purpose: support"),
        Broken(
            "grant.resolve_without_case", "B21", "act: [event, erase], purpose: support, needs: [case]",
            "act: [resolve], needs: [case]"),
        Broken("approvers.missing", "P-16", "approvers: [officer]\n", ""),
        Broken(
            "role.no_budget", "NI-10",
            "    budget: { clear_values_per_hour: 9, subjects_per_hour: 1, probes_per_hour: 2 }\n", ""),
    ]

    static let notices = [
        Broken("notice.slot_not_outbound", "S2-13", "        outbound: { expiring: date }\n", ""),
        Broken(
            "notice.slot_not_outbound", "S2-13", "{ field: device.until, form: date }",
            "{ field: device.until, form: clear }"),
        Broken(
            "notice.slot_not_outbound", "S2-13", "{ label: device }", "{ field: device.address, form: clear }"
        ),
        Broken("notice.slot_undeclared", "B18", "body: \"Device", "body: \"{{name}} Device"),
        Broken("notice.slot_unused", "E-08", ": {{link}}\"", ".\""),
        Broken("notice.template_logic", "AS-13", "body: \"Device", "body: \"{{#if device}} Device"),
        Broken("notice.foreign_host", "B18", "body: \"Device", "body: \"evil.example Device"),
        Broken("notice.foreign_host", "B18", "body: \"Device", "body: \"https://x Device"),
        Broken("notice.no_unsubscribe", "X-01", "class: mandatory", "class: marketing"),
        Broken("notice.advertising", "B16", "body: \"Device", "body: \"A special offer! Device"),
        Broken("notice.advertising", "B16", "link: token", "link: unsubscribe"),
        Broken("notice.language_missing", "B18", "languages: [en]", "languages: [en, bg]"),
        Broken("notice.language_missing", "B18", "blue: { en:", "blue: { bg:"),
        Broken("notice.language_missing", "B18", "day: { en: { one: \"day\", other: \"days\" }, ", "day: { "),
        Broken("notice.advertising", "B16", "blue: { en: \"blue\"", "blue: { en: \"big discounts\""),
        Broken("notice.advertising", "B16", "body: \"Device", "body: \"Скидка! Device"),
        Broken("notice.foreign_host", "B18", "blue: { en: \"blue\"", "blue: { en: \"evil.example\""),
        Broken("notice.foreign_host", "B18", "other: \"days\"", "other: \"days of evil.example\""),
        Broken("notice.form_unfit", "B18", "type: timestamp", "type: host_address"),
        Broken("notice.form_unfit", "B18", "type: text", "type: free_text"),
        Broken("notice.form_unfit", "B18", "type: text", "type: timestamp"),
        Broken("notice.optional_line", "B18", "form: date }", "form: date, optional: true }"),
        Broken("notice.optional_line", "B18", "subject: \"{{device}}", "subject: \"{{colour}} {{device}}"),
        Broken("notice.recipient_unfit", "E-09", "to: [owner]", "to: [staff]"),
        Broken("notice.recipient_unfit", "E-09", "to: [owner]", "to: [owner, recipient]"),
        Broken("notice.recipient_unfit", "E-09", "class: mandatory", "class: internal"),
        Broken("notice.quasi_identifiers", "E-04", "version: 2\n", "version: 2\nquasi_identifiers: 0\n"),
        Broken("gate.unknown", "B03", "gate: notify.model }", "gate: notify.mode }"),
        Broken("key.missing", "B01", "form: clear, optional: true, gate", "form: clear, gate"),
        Broken("key.missing", "B01", "{ given: word, of: colour,", "{ given: word,"),
        Broken("key.missing", "B01", "    to: [owner]\n", ""),
        Broken("key.missing", "B01", "{ label: device }", "{ label: device, given: date }"),
        Broken("key.unknown", "B01", "{ label: device }", "{ label: device, form: clear }"),
        Broken("key.unknown", "B01", "{ given: word, of: colour,", "{ given: date, of: colour,"),
        Broken("value.unknown", "B01", "{ given: word, of: colour,", "{ given: measure, of: colour,"),
        Broken(
            "value.unknown", "B01", "units:\n  day:", "measures: { colour: { green: [day] } }\nunits:\n  day:"
        ),
        Broken(
            "value.unknown", "B01", "units:\n  day:", "measures: { colour: { red: [week] } }\nunits:\n  day:"),
        Broken("key.unknown", "B01", "given: count, unit: day,", "given: count, unit: day, after: days,"),
        Broken("value.unknown", "B01", "{ given: word, of: colour,", "{ given: date, after: until,"),
        Broken("value.unknown", "B01", "{ given: word, of: colour,", "{ given: date, after: never,"),
        Broken("key.unknown", "B01", "day: { en: { one:", "day: { en: { few: \"days\", one:"),
        Broken("key.missing", "B01", "few: \"дня\", ", ""),
        Broken("value.unknown", "B01", "{ given: word, of: colour,", "{ given: text,"),
        Broken("value.unknown", "B01", "of: colour", "of: colours"),
        Broken("value.unknown", "B01", "unit: day", "unit: week"),
        Broken("value.unknown", "B01", "blue: { en:", "blue: { de:"),
        Broken(
            "value.unknown", "B01", "    text:\n      en:",
            "    text:\n      de:"),
        Broken("value.kind", "B01", "link: token", "link: clear"),
        Broken(
            "value.kind", "B01", "blue: { en: \"blue\"",
            "blue: { en: \"\(String(repeating: "b", count: 121))\""),
    ]

    private static let device = "device: { of: device, mode: mac, scope: relationship, period: quarter }"
    private static let network =
        "network: { of: device.address, mode: ip_prefix, scope: recipient, period: day }"

    private static func label(_ rule: String, _ row: String, _ old: String, _ new: String) -> Broken {
        Broken(rule, row, device, device.replacing(old, with: new))
    }

    static let labels = [
        label("label.person", "E-07", "scope: relationship", "scope: person"),
        label("label.format", "S2-14", " }", ", format: { prefix: sw } }"),
        label("label.format", "S2-14", " }", ", format: { alphabet: ABC } }"),
        label("label.format", "S2-14", " }", ", services: { radio: { length: 5 } } }"),
        label("label.short", "EN-01", " }", ", format: { length: 25 } }"),
        label("label.short", "EN-01", " }", ", format: { alphabet: \"0123456789\", length: 26 } }"),
        label("label.short", "EN-01", " }", ", services: { radio: { length: 8 } } }"),
        label("label.reversible", "EN-06", "mode: mac", "mode: siv, format: { length: 51 }"),
        label("label.mode_unfit", "EN-06", "mode: mac, scope: relationship", "mode: siv, scope: transaction"),
        label("label.mode_unfit", "EN-06", "mode: mac, scope: relationship", "mode: siv, scope: document"),
        label("label.mode_unfit", "EN-06", "mode: mac", "mode: mac, network: { ipv4: 16 }"),
        label("label.mode_unfit", "EN-06", "mode: mac", "mode: ip_prefix"),
        label("notice.subject_label", "E-07", "of: device", "of: customer"),
        label("label.mode_unfit", "EN-06", "of: device, mode: mac", "of: customer, mode: siv"),
        label("label.audience", "E-09", "scope: relationship", "scope: internal"),
        Broken("label.audience", "E-09", "to: [owner]", "to: [staff]"),
        label("label.low_entropy", "EN-13", "of: device", "of: person.name"),
        label("value.unknown", "B01", "of: device", "of: toaster"),
        label("value.unknown", "B01", "mode: mac", "mode: sha256"),
        label("key.missing", "B01", ", period: quarter", ""),
        Broken("value.unknown", "B01", "{ label: device }", "{ label: toaster }"),
        Broken(
            "label.joined", "E-07", "device: { label: device }",
            "device: { label: device }\n      second: { label: again }"),
        Broken(
            "label.network_too_fine", "EN-09", network,
            network.replacing(" }", with: ", network: { ipv4: 25 } }")),
        Broken(
            "label.network_too_fine", "EN-09", network,
            network.replacing(" }", with: ", network: { ipv6: 49 } }")),
    ]
    private static func override(_ text: String) -> String {
        "notices: { expiring: { \(text) } }\nconfidentiality: {"
    }

    static let overrides = [
        ("class: legal", "notice.override_widens", "B03"), ("topic: legal", "notice.override_widens", "B03"),
        ("slots: { link: token }", "notice.override_widens", "B03"),
        ("to: [owner, technical_contact]", "notice.override_widens", "B03"),
        ("without: [device]", "notice.override_widens", "B03"),
        ("without: [nothing]", "notice.override_widens", "B03"),
        ("without: [model]", "notice.slot_undeclared", "B18"),
        ("text: { en: { subject: \"x\", body: \"{{device}}\" } }", "notice.slot_unused", "E-08"),
        ("text: { en: { subject: \"Discount!\", body: \"x\" } }", "notice.advertising", "B16"),
        ("text: { en: { subject: \"x\", body: \"https://x\" } }", "notice.foreign_host", "B18"),
        ("text: { en: { subject: \"x\" } }", "key.missing", "B01"),
        ("text: { ru: { subject: \"x\", body: \"x\" } }", "notice.language_missing", "B18"),
    ].map { Broken($0.1, $0.2, "confidentiality: {", override($0.0)) }

    static let portals = [
        "http://my.company.example/n/", "https://my.company.example/n", "https://localhost/",
        "https://192.0.2.1/", "https://user@my.company.example/", "https://my.company.example/?t=/",
        "https://my.company.example:0/", "https://-my.company.example/", "https://my.company.example//n/",
        "https:///", "https://my.company.example/\(String(repeating: "n", count: 400))/",
    ].map {
        Broken(
            "company.portal", "S0-34", "contact: \"privacy desk\"",
            "contact: \"privacy desk\", portal: \"\($0)\"")
    }

    static let company = [
        Broken("value.unknown", "B01", "notices: [expiring]\n", "notices: [expiring, other_kind]\n"),
        Broken(
            "value.unknown", "B01", "  notices: [expiring]\n",
            "  notices: [expiring]\nwords: { colour: { de: { tt: \"x\" } } }\n"),
        Broken(
            "grant.purpose_beyond_field", "B01", "notice: [expiring], purpose: service_notice",
            "notice: [expiring], purpose: billing"),
        Broken("narrow.loosens", "B03", "purposes: [billing] }", "purposes: [billing, fraud] }"),
        Broken("gate.unknown", "B03", "card.keep: never", "card.kept: never"),
        Broken("gate.unknown", "B03", "gate: marketing.own }", "gate: marketing.mine }"),
        Broken("gate.position", "B03", "marketing.own: opt_in", "marketing.own: always"),
        Broken(
            "purpose.undeclared", "B01", "find: [card.pan], purpose: fraud",
            "find: [card.pan], purpose: recruit"),
        Broken("purpose.undeclared", "B01", "form: [marketing_own]", "form: [newsletter]"),
        Broken("overlay.unknown", "B41", "overlays: [EU]", "overlays: [EU, XX]"),
        Broken(
            "overlay.loosens", "G-03", "consent_acts: [explicit]\n", "gates: { marketing.own: opt_out }\n"),
        Broken("overlay.loosens", "G-03", "consent_acts: [explicit]\n", "retention: { log: P60D }\n"),
        Broken("overlay.loosens", "G-03", "consent_acts: [explicit]\n", "retention: { service: P60D }\n"),
        Broken("case_pattern.unfit", "OW-03", "^[A-Z]{2,6}-[0-9]{1,9}$", "^(a+)+$"),
        Broken("case_pattern.unfit", "OW-03", "^[A-Z]{2,6}-[0-9]{1,9}$", "^[0-9]{1,20}$"),
        Broken("case_pattern.unfit", "OW-03", "^[A-Z]{2,6}-[0-9]{1,9}$", "[A-Z]{2,6}"),
        Broken("base.grants", "B03", "charter: base\n", "charter: base\nroles: {}\n"),
    ]

    static let all =
        yaml + shape + fields + retention + grants + notices + overrides + portals + labels + company
}
