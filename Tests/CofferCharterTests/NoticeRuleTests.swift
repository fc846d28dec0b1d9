import CofferCharter
import CofferModel
import Testing

@Suite struct NoticeRuleTests {
    private func loaded(_ edits: (String, String)...) throws -> Charter {
        var company = SmallCharter.company
        for (old, new) in edits {
            #expect(company.contains(old))
            company = company.replacing(old, with: new)
        }
        return try Charter.load(
            Array(company.utf8), base: Array(SmallCharter.base.utf8),
            overlays: ["EU": Array(SmallCharter.overlay.utf8)], file: "small.yaml", hash: .zero, previous: nil
        )
    }

    private func expiring(_ charter: Charter) throws -> NoticeRule {
        try #require(charter.notices["expiring"])
    }

    private func given(_ texts: [String: String], _ charter: Charter) throws -> [String: GivenValue] {
        try charter.given(texts, for: expiring(charter))
    }

    private func rule(_ texts: [String: String], _ charter: Charter) throws -> String {
        let notice = try expiring(charter)
        do throws(BadValue) {
            _ = try charter.given(texts, for: notice)
            return "accepted"
        } catch { return error.rule.description }
    }

    @Test func `a company words a kind anew and keeps its slots, class and recipients (B03)`() throws {
        let text =
            #"text: { en: { subject: "Hm", body: "{{device}} {{until}} {{link}}\n{{model}}{{days}}{{colour}}" } }"#
        let charter = try loaded(
            ("confidentiality: {", "notices: { expiring: { \(text) } }\nconfidentiality: {"))
        let (notice, library) = (try expiring(charter), try expiring(try loaded()))
        #expect(notice.texts["en"]?.subject == (try Template(parsing: "Hm")))
        #expect(notice.slots == library.slots)
        #expect(notice.ofClass == library.ofClass && notice.to == library.to && notice.topic == library.topic)
    }

    @Test func `a company writes in its own languages, whatever base can`() throws {
        #expect(try expiring(try loaded()).texts.keys.sorted() == ["en"])
    }

    @Test func `a company leaves out what is optional, with a text that does without (E-08)`() throws {
        let text =
            #"text: { en: { subject: "Hm", body: "{{device}} {{until}} {{link}}\n{{days}}{{colour}}" } }"#
        let charter = try loaded(
            ("confidentiality: {", "notices: { expiring: { without: [model], \(text) } }\nconfidentiality: {")
        )
        #expect(try expiring(charter).slots["model"] == nil)
        #expect(try !expiring(charter).paths.contains(#require(FieldPath("device.model"))))
    }

    @Test func `a closed gate keeps a slot empty, and its field out of the notice (B03)`() throws {
        let model = try #require(FieldPath("device.model"))
        let open = try expiring(try loaded())
        #expect(open.paths.contains(model))
        let charter = try loaded(("notify.model: on", "notify.model: off"))
        let notice = try expiring(charter)
        let slot = try #require(notice.slots["model"])
        #expect(!notice.paths.contains(model))
        #expect(try charter.value(of: slot, .answered("X", currency: nil), in: "en") == .absent)
        #expect(try charter.value(of: slot, .nothing, in: "en") == .absent)
        let overlay = SmallCharter.overlay + "\ngates: { notify.model: off }"
        let tightened = try SmallCharter.load(overlays: ["EU": overlay])
        #expect(try !expiring(tightened).paths.contains(model))
    }

    @Test func `a company's words join those of base, and its texts replace them`() throws {
        let own = #"words: { colour: { red: { en: "crimson" }, green: { en: "green" } } }"#
        let charter = try loaded(("confidentiality: {", own + "\nconfidentiality: {"))
        let slot = try #require(expiring(charter).slots["colour"])
        for (word, text) in [("red", "crimson"), ("green", "green"), ("blue", "blue")] {
            let value = try #require(try given(["colour": word], charter)["colour"])
            #expect(try charter.value(of: slot, .given(value), in: "en") == .text(text))
        }
    }

    @Test
    func `a sender gives values of closed types, for the slots that ask for them, and nothing else (B18)`()
        throws
    {
        let charter = try loaded()
        #expect(
            try given(["colour": "red", "days": "3"], charter) == [
                "colour": .words(["red"]), "days": .count(3),
            ])
        #expect(try given([:], charter) == [:])
        #expect(try rule(["device": "X"], charter) == "given.slot")
        #expect(try rule(["nothing": "X"], charter) == "given.slot")
        for text in ["green", "red, blue", "", "red\r\nBcc: x", "Red"] {
            let found = try rule(["colour": text], charter)
            #expect(["given.word", "given.length"].contains(found), "\(text)")
        }
        for text in ["-1", "1.5", "1000000", "01", "+1", "4111111111111111", "three"] {
            #expect(try rule(["days": text], charter) == "given.count")
        }
    }

    private func slot(_ text: String, body: String = "{{it}}") throws -> Charter {
        let kind = """
            notices:
              own:
                class: mandatory
                to: [owner]
                topic: service
                slots: { it: \(text) }
                text: { en: { subject: "Own", body: "\(body)" } }
            words: { sign: { one: { en: "first" }, two: { en: "second" } } }
            units: { percent: { en: { one: "%", other: "%" } }, step: { en: { one: "step", other: "steps" } } }
            measures: { sign: { one: [percent] } }
            confidentiality: {
            """
        return try loaded(("confidentiality: {", kind))
    }

    private func outcome(_ slotText: String, _ text: String) throws -> String {
        let charter = try slot(slotText)
        let notice = try #require(charter.notices["own"])
        do throws(BadValue) {
            let value = try charter.given(["it": text], for: notice)["it"]
            return value.map { "\($0)" } ?? "nothing"
        } catch { return error.rule.description }
    }

    @Test func `a given day is a day of this century, a given time the hour it falls into`() throws {
        let date = "{ given: date }"
        #expect(try outcome(date, "2027-02-03").hasPrefix("date"))
        for text in ["2027-02-30", "1999-12-31", "2100-01-01", "27-02-03", "2027-02-03T00:00Z", "tomorrow"] {
            #expect(try outcome(date, text) == "given.date")
        }
        let charter = try slot("{ given: day_time }")
        let notice = try #require(charter.notices["own"])
        let hour = Timestamp("2027-02-03T14:00:00.000Z")
        for text in ["2027-02-03T14:00Z", "2027-02-03T14:59:59Z", "2027-02-03T14:07:01.123Z"] {
            #expect(try charter.given(["it": text], for: notice)["it"] == hour.map { .hour($0) })
        }
        for text in ["2027-02-03T14:00", "2027-02-03T25:00Z", "2027-02-03 14:00Z", "2027-02-03T14:00+02"] {
            #expect(try outcome("{ given: day_time }", text) == "given.day_time")
        }
    }

    @Test func `an end is not before its beginning, of days as of hours, where both are given`() throws {
        for (type, beginning, ends) in [
            ("date", "2027-02-03", ["2027-02-03", "2027-02-04", "2028-01-01"]),
            ("day_time", "2027-02-03T14:30Z", ["2027-02-03T14:00Z", "2027-02-04T00:00Z"]),
        ] {
            let charter = try slot(
                "{ given: \(type) }, end: { given: \(type), after: it, optional: true }",
                body: "{{it}}\\n{{end}}")
            let notice = try #require(charter.notices["own"])
            #expect(try charter.given(["it": beginning], for: notice).count == 1)
            for end in ends {
                #expect(try charter.given(["it": beginning, "end": end], for: notice).count == 2, "\(end)")
            }
            let early = type == "date" ? "2027-02-02" : "2027-02-03T13:59Z"
            #expect(throws: BadValue("given.order")) {
                try charter.given(["it": beginning, "end": early], for: notice)
            }
        }
    }

    @Test func `a measure has a unit in which that is measured, where the charter says in which`() throws {
        let charter = try slot(
            "{ given: measure, of: sign }, what: { given: word, of: sign }", body: "{{it}} {{what}}")
        let notice = try #require(charter.notices["own"])
        for (what, value) in [("one", "3 percent"), ("two", "3 percent"), ("two", "3 step")] {
            #expect(try charter.given(["what": what, "it": value], for: notice).count == 2)
        }
        #expect(throws: BadValue("given.unit")) {
            try charter.given(["what": "one", "it": "3 step"], for: notice)
        }
    }

    @Test func `references, words, measures and amounts keep to their shapes (B18)`() throws {
        #expect(try outcome("{ given: reference }", "AB-12").hasPrefix("reference"))
        for text in ["ab-12", "AB-1234567890", "AB-12 x", "ivan@mail.example", "+359100555001"] {
            #expect(try outcome("{ given: reference }", text) == "given.reference")
        }
        #expect(try outcome("{ given: words, of: sign }", "one, two").hasPrefix("words"))
        for text in ["one, one", "one,,two", "one, three", ""] {
            #expect(try outcome("{ given: words, of: sign }", text).hasPrefix("given."))
        }
        for text in ["93.5 percent", "-3 percent", "0 percent"] {
            #expect(try outcome("{ given: measure }", text).hasPrefix("measure"))
        }
        for text in [
            "93.555 percent", "1234567 percent", "93 apples", "93", "9,5 percent", "- percent", "1. percent",
        ] {
            #expect(try outcome("{ given: measure }", text) == "given.measure")
        }
        #expect(try outcome("{ given: amount }", "12.50 EUR").hasPrefix("amount"))
        #expect(try outcome("{ given: amount }", "12.50") == "given.amount")
        #expect(try outcome("{ given: count }", "7").hasPrefix("count"))
    }

    @Test func `what must be given is missed, and a long text is refused unread (AS-14)`() throws {
        let charter = try slot("{ given: date }")
        let notice = try #require(charter.notices["own"])
        #expect(throws: BadValue("given.missing")) { try charter.given([:], for: notice) }
        let long = String(repeating: "1", count: Limits.givenBytes + 1)
        #expect(throws: BadValue("given.length")) { try charter.given(["it": long], for: notice) }
    }

    @Test func `a token becomes a link of the company's portal, and stays a token without one (S0-34)`()
        throws
    {
        let bare = try loaded()
        let slot = try #require(expiring(bare).slots["link"])
        #expect(try bare.value(of: slot, .token("abc"), in: "en") == .token("abc"))
        let portal = "https://my.company.example/n/"
        let charter = try loaded(
            ("contact: \"privacy desk\"", "contact: \"privacy desk\", portal: \"\(portal)\""))
        #expect(try charter.value(of: slot, .token("abc"), in: "en") == .link(portal + "abc"))
        #expect(charter.company.portal == portal)
    }

    @Test func `company and contact come from the charter, whatever else is found`() throws {
        for (word, text) in [("company", "Small"), ("contact", "privacy desk")] {
            let charter = try slot(word)
            let slot = try #require(charter.notices["own"]?.slots["it"])
            #expect(try charter.value(of: slot, .nothing, in: "en") == .text(text))
            #expect(try charter.value(of: slot, .token("x"), in: "en") == .text(text))
        }
    }

    @Test func `a slot takes what is of its kind, and none but an optional one stays empty (B18)`() throws {
        let charter = try loaded()
        let slots = try expiring(charter).slots
        let until = try #require(slots["until"])
        let device = try #require(slots["device"])
        #expect(throws: BadValue("slot.missing")) { try charter.value(of: until, .nothing, in: "en") }
        #expect(throws: BadValue("slot.form")) { try charter.value(of: until, .token("x"), in: "en") }
        #expect(throws: BadValue("slot.form")) {
            try charter.value(of: until, .answered("soon", currency: nil), in: "en")
        }
        #expect(throws: BadValue("slot.form")) {
            try charter.value(of: device, .answered("X", currency: nil), in: "de")
        }
        #expect(try charter.value(of: device, .answered("X", currency: nil), in: "en") == .label("X"))
        let optional = try #require(slots["model"])
        #expect(try charter.value(of: optional, .nothing, in: "en") == .absent)
    }
}
