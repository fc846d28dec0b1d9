import CofferCharter
import CofferModel

/// A base and a company's charter, small enough to break in one way at a time.
enum SmallCharter {
    static let base = """
        charter: base
        version: 1
        gates:
          marketing.own: [forbidden, opt_in, opt_out]
          link_online_ids: [forbidden, scoped_pseudonym]
          card.keep: [never, with_permission]
          notify.model: [off, on]
          cred.retention: [earliest, applicable, latest]
        retention:
          service: { number: 1, destroy_when: { all: [service_ended, paid] } }
          card:
            number: 2
            destroy_when: { any: [payment_processed] }
            unless: { consent: card_on_file, gate: card.keep }
            also: [service]
          credential:
            number: 3
            destroy_when: { first: [work_paid, warranty_until] }
            owner: customer
            otherwise: { any: [decommissioned] }
            also: [service]
          log: { number: 4, after: P30D }
        classes:
          person:
            number: 1
            fields:
              name:
                number: 1
                type: name
                tier: 2
                purposes: [support, billing, marketing_own]
                forms: [label, masked, clear]
                mask: first_grapheme
                retain: service
                scope: subject
                category: A
              email:
                number: 2
                type: email
                tier: 2
                purposes: [support, billing, marketing_own]
                forms: [masked, clear, delivered]
                mask: email
                index: { generation: 1 }
                retain: service
                scope: subject
                category: A
              tax_number:
                number: 3
                type: tax_number
                tier: 3
                purposes: [support, billing]
                forms: [verified, masked, clear]
                mask: last2
                retain: service
                scope: subject
                category: B
          card:
            number: 2
            fields:
              pan:
                number: 10
                type: pan
                tier: 3
                purposes: [support, billing, fraud]
                forms: [verified, masked, delivered, clear]
                mask: pan_first6_last4
                index: exact
                pad: 32
                outbound: { paid: last4 }
                retain: card
                scope: record
                category: B
          device:
            number: 3
            fields:
              id:
                number: 20
                type: token
                tier: 1
                purposes: [support, service_notice]
                forms: [label]
                outbound: { expiring: label }
                retain: service
                scope: subject
                category: none
              address:
                number: 21
                type: host_address
                tier: 2
                purposes: [support]
                forms: [masked, clear]
                mask: network
                retain: credential
                scope: record
                category: F
              secret:
                number: 22
                type: secret
                tier: 3
                purposes: [support]
                forms: [masked, delivered, clear]
                mask: stars
                retain: credential
                scope: record
                category: L
              until:
                number: 23
                type: timestamp
                tier: 1
                purposes: [support, service_notice]
                forms: [clear, delivered]
                outbound: { expiring: date }
                from: device.address
                retain: service
                scope: subject
                category: none
              model:
                number: 24
                type: text
                tier: 1
                purposes: [support, service_notice]
                forms: [clear, delivered]
                outbound: { expiring: clear }
                retain: service
                scope: subject
                category: none
          log:
            number: 4
            fields:
              ip:
                number: 30
                type: ip_address
                tier: 2
                purposes: [support]
                forms: [label, masked, clear]
                mask: network
                retain: log
                scope: day
                category: F
        labels:
          device: { of: device, mode: mac, scope: relationship, period: quarter }
          again: { of: device, mode: mac, scope: transaction, period: day }
          network: { of: device.address, mode: ip_prefix, scope: recipient, period: day }
        notices:
          expiring:
            class: mandatory
            to: [owner]
            topic: technical
            slots:
              device: { label: device }
              until: { field: device.until, form: date }
              model: { field: device.model, form: clear, optional: true, gate: notify.model }
              colour: { given: word, of: colour, optional: true }
              days: { given: count, unit: day, optional: true }
              link: token
            text:
              en: { subject: "{{device}}", body: "Device {{device}} until {{until}}.\\n{{model}} {{days}}\\n{{colour}}\\nSee: {{link}}" }
              ru: { subject: "{{device}}", body: "{{device}} {{until}}\\n{{model}} {{days}}\\n{{colour}}\\nСм. {{link}}" }
        words:
          colour: { red: { en: "red" }, blue: { en: "blue" } }
        units:
          day: { en: { one: "day", other: "days" }, ru: { one: "день", few: "дня", many: "дней" } }
        """

    static let company = """
        charter: small
        version: 2
        extends: base
        overlays: [EU]
        company: { name: "Small", contact: "privacy desk", languages: [en] }
        case_pattern: "^[A-Z]{2,6}-[0-9]{1,9}$"
        reasons: [dispute, break_glass]
        fixed_sources: ["192.0.2.0/24", "2001:db8::/56"]
        approvers: [officer]
        gates:
          marketing.own: opt_in
          card.keep: never
          cred.retention: earliest
          notify.model: on
        uses:
          classes: [person, card, device, log]
          notices: [expiring]
        narrow:
          - { fields: [person.tax_number], purposes: [billing] }
        purposes:
          support: { basis: contract }
          billing: { basis: contract }
          service_notice: { basis: contract }
          fraud: { basis: legitimate_interest }
          marketing_own: { basis: consent, gate: marketing.own }
          key_admin: { basis: legal_duty }
        sources:
          order: [support, billing, service_notice, fraud, marketing_own, key_admin]
          form: [marketing_own]
        consent_acts: [explicit, order]
        confidentiality: { version: 3, text: { en: "I keep it secret." } }
        roles:
          clerk:
            budget: { clear_values_per_hour: 3, subjects_per_hour: 2, probes_per_hour: 2 }
            grants:
              - { fields: [person.name, person.email], purpose: support, form: masked }
              - { fields: [person.name], purpose: support, form: clear, needs: [case, reason] }
              - { fields: [person.email], purpose: support, form: delivered }
              - { fields: [person.tax_number], purpose: billing, form: clear }
              - { fields: [card.pan], purpose: billing, form: masked }
              - { fields: [device.address], purpose: support, form: clear }
              - { fields: [device.secret], purpose: support, form: delivered, needs: [fixed_source, secure_channel] }
              - { fields: [device.secret], purpose: support, form: clear, needs: [case, reason, approver] }
              - { fields: [log.ip], purpose: support, form: label }
              - { find: [person.email], purpose: support }
              - { write: [person.name, person.email], purpose: support }
              - { notice: [expiring], purpose: service_notice }
              - { act: [event, erase], purpose: support, needs: [case] }
          watch:
            budget: { clear_values_per_hour: 3, subjects_per_hour: 2, probes_per_hour: 2 }
            grants:
              - { find: [card.pan], purpose: fraud }
              - { fields: [card.pan], purpose: fraud, form: masked, mask: pan_last4 }
          seller:
            budget: { clear_values_per_hour: 3, subjects_per_hour: 2, probes_per_hour: 2 }
            grants:
              - { fields: [person.name], purpose: marketing_own, form: clear }
            deny:
              - { fields: [person.tax_number] }
          officer:
            budget: { clear_values_per_hour: 0, subjects_per_hour: 0, probes_per_hour: 0 }
            grants:
              - { act: [import, staff, history] }
          owner:
            own_data_only: true
            budget: { clear_values_per_hour: 9, subjects_per_hour: 1, probes_per_hour: 2 }
            grants:
              - { fields: [person.name, person.email], purpose: support, form: clear }
        """

    static let overlay = """
        overlay: EU
        jurisdictions: [BG, DE]
        consent_acts: [explicit]
        clocks: { access: P1M }
        """

    /// Loads with one text replaced by another, in whichever of the three files has it.
    static func load(
        replacing old: String = "", by new: String = "", and second: String = "", by other: String = "",
        overlays: [String: String]? = nil,
        previous: Charter? = nil
    ) throws(CharterInvalid) -> Charter {
        func edited(_ text: String) -> [UInt8] {
            let once = old.isEmpty ? text : text.replacing(old, with: new)
            return Array((second.isEmpty ? once : once.replacing(second, with: other)).utf8)
        }
        return try Charter.load(
            edited(company), base: edited(base),
            overlays: (overlays ?? ["EU": overlay]).mapValues(edited), file: "small.yaml", hash: .zero,
            previous: previous)
    }
}
