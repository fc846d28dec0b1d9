import CofferCharter
import CofferForms
import CofferModel
import CofferOutbound
import Testing

@Suite struct LibraryTests {
    let every: EveryKind
    init() throws { every = try EveryKind.loaded.get() }

    /// Requirements §3.10, and the notice to an address that another took the place of (§3.7).
    private static let classes: [(NoticeRule.Class, [String])] = [
        (
            .mandatory,
            [
                "service_state", "technical_alert", "invoice_issued", "payment_result", "payment_overdue",
                "card_kept", "card_removed", "certificate_expiring", "certificate_issued",
                "certificate_revoked", "device_access_changed", "credentials_destroyed", "welcome_verify",
            ]
        ),
        (
            .security,
            ["password_reset", "password_changed", "security_alert", "breach_notice", "channel_changed"]
        ),
        (
            .legal,
            [
                "policy_change", "consent_receipt", "request_ack", "request_done", "request_refused",
                "disclosure_notice",
            ]
        ),
        (.marketing, ["marketing_own", "marketing_group", "partner_offer", "newsletter"]),
        (.transactional, ["technical_report", "event_confirmation", "application_ack"]),
        (.internal, ["internal_alert"]),
        (
            .disclosure,
            [
                "recipient_cascade", "supplier_order", "authority_package", "sponsor_package",
                "partner_report",
            ]
        ),
    ]

    @Test func `every kind there is has its class, and there is no other kind`() {
        for (ofClass, kinds) in Self.classes {
            for kind in kinds { #expect(every.charter.notices[kind]?.ofClass == ofClass, "\(kind)") }
        }
        #expect(every.kinds.count == Self.classes.reduce(0) { $0 + $1.1.count })
    }

    @Test func `every kind is there in the four languages`() {
        for kind in every.kinds { #expect(Set(kind.texts.keys) == Set(EveryKind.languages), "\(kind.kind)") }
    }

    @Test
    func
        `what is about devices carries labels, days, hours and closed words, and no field but dates (S2-13, S2-25)`()
    {
        for kind in every.kinds where kind.topic == .technical {
            for slot in kind.slots.values where slot.path != nil {
                #expect(slot.form == .label || slot.form == .date, "\(kind.kind)")
            }
        }
    }

    @Test func `mail can be stopped exactly where it is marketing (B15, B16, X-01)`() {
        for kind in every.kinds {
            let canStop = kind.slots.values.contains { $0.form == .unsubscribe }
            #expect(canStop == (kind.ofClass == .marketing), "\(kind.kind)")
        }
    }

    @Test func `no notice carries a secret, an address, a date of birth or a whole card number (B18)`() {
        for kind in every.kinds {
            for path in kind.paths {
                let type = every.charter.fields[path]?.type
                #expect(every.charter.fields[path]?.outbound[kind.kind] != nil)
                let never: [FieldType] = [
                    .secret, .password, .privateKey, .cvv, .email, .phone, .address, .birthDate, .idNumber,
                    .taxNumber, .freeText, .hostname, .hostAddress, .ipAddress, .serial, .distinguishedName,
                ]
                #expect(type.map { !never.contains($0) } == true, "\(kind.kind) \(path)")
            }
            for slot in kind.slots.values where slot.path == FieldPath("payment.pan") {
                #expect(slot.form == .last4)
            }
        }
    }

    @Test func `who gets a kind follows from what it is for (E-09)`() {
        for kind in every.kinds {
            switch kind.ofClass {
            case .internal: #expect(kind.to == [.staff])
            case .disclosure: #expect(kind.to == [.recipient])
            default: #expect(!kind.to.contains(.staff) && !kind.to.contains(.recipient))
            }
        }
        #expect(every.charter.notices["welcome_verify"]?.to == [.proposed])
        #expect(every.charter.notices["channel_changed"]?.to == [.previous])
    }

    @Test func `every state that a payment can have is a word in the four languages`() throws {
        let words = try #require(every.charter.wording.words["payment_status"])
        for word in words.keys {
            #expect(throws: Never.self) {
                try Canonical.bytes(
                    of: .string(word), as: .paymentStatus, at: Timestamp(milliseconds: 0))
            }
        }
        #expect(words.count == 10)
        for (list, words) in every.charter.wording.words {
            for (word, texts) in words {
                #expect(Set(texts.keys) == Set(Language.allCases), "\(list).\(word)")
            }
            for language in Language.allCases {
                let texts = words.values.compactMap { $0[language]?.text }
                #expect(Set(texts).count == texts.count, "two words of \(list) read the same")
            }
        }
    }

    @Test func `every unit is there in the four languages`() {
        for (unit, forms) in every.charter.wording.units {
            #expect(Set(forms.keys) == Set(Language.allCases), "\(unit)")
        }
    }
}
