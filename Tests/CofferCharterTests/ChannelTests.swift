import CofferCharter
import CofferModel
import Testing

/// Where somebody agreed to be written to: `proposed → verified → agreed → suspended → revoked`.
@Suite struct ChannelTests {
    private let mail = ChannelField(
        record: RecordID(bits: 70), path: FieldPath(className: "contact", field: "email"))
    private let phone = ChannelField(
        record: RecordID(bits: 70), path: FieldPath(className: "contact", field: "phone"))
    private let now = Asking.now

    private var addresses: [ChannelField: UInt64] { [mail: 1, phone: 2] }

    private func setting(
        _ charter: Charter, at now: Timestamp? = nil, addresses: [ChannelField: UInt64]? = nil
    ) -> SubjectFacts.Setting {
        .init(
            charter: charter, records: [mail.record], addresses: addresses ?? self.addresses,
            revocable: [:], caseID: nil, now: now ?? self.now)
    }

    private func facts(_ state: ChannelState, _ topics: Set<ChannelTopic> = []) -> SubjectFacts {
        var facts = SubjectFacts(language: "en", jurisdiction: "BG", source: "order")
        facts.channels = [
            Channel(record: mail.record, path: mail.path, revision: 1, topics: topics, state: state)
        ]
        return facts
    }

    private func agree(_ topics: Set<ChannelTopic>, _ act: ConsentAct = .order) -> SubjectNote {
        .channel(mail, .agree(topics: topics, act: act))
    }

    @Test func `S2-06 a channel counts for the topics it was agreed for, and for no other`() throws {
        let charter = try builtIn()
        let verified = try #require(facts(.proposed).verified(mail, revision: 1))
        let agreed = try verified.noting(agree([.billing, .technical]), setting(charter))
        func channels(_ topic: ChannelTopic) -> [ChannelField] {
            agreed.agreedChannels(for: topic, at: now, revisions: addresses, under: charter).map(\.field)
        }
        #expect(channels(.billing) == [mail] && channels(.technical) == [mail])
        for topic in ChannelTopic.allCases where topic != .billing && topic != .technical {
            #expect(channels(topic) == [])
        }
    }

    @Test
    func `S0-08 S1-08 nothing is agreed before the address was verified, and nobody can note that it was`()
        throws
    {
        let charter = try builtIn()
        for state in [ChannelState.proposed, .revoked, .suspended] {
            #expect(throws: VaultError(.badValue, rule: "channel.state")) {
                try facts(state).noting(agree([.billing]), setting(charter))
            }
        }
        #expect(facts(.proposed).verified(mail, revision: 2) == nil)
        #expect(facts(.proposed).verified(phone, revision: 1) == nil)
        #expect(facts(.revoked).verified(mail, revision: 1) == nil)
        #expect(facts(.agreed, [.billing]).verified(mail, revision: 1) == facts(.agreed, [.billing]))
        for state in [ChannelState.proposed, .verified, .suspended, .revoked] {
            let none = facts(state, [.billing]).agreedChannels(at: now, revisions: addresses)
            #expect(none == [], "\(state)")
        }
    }

    @Test func `S0-08 an address that was written again, or is gone, is agreed no more`() throws {
        let charter = try builtIn()
        let agreed = facts(.agreed, [.billing])
        #expect(agreed.agreedChannels(at: now, revisions: [mail: 1]).count == 1)
        #expect(agreed.agreedChannels(at: now, revisions: [mail: 2]) == [])
        #expect(agreed.agreedChannels(at: now, revisions: [:]) == [])
        let moved = agreed.readdressed(mail.record, [mail.path], revision: 2)
        #expect(moved.channels == [Channel(proposing: mail, revision: 2)])
        #expect(agreed.readdressed(mail.record, [phone.path], revision: 2) == agreed)
        #expect(agreed.readdressed(RecordID(bits: 71), [mail.path], revision: 2) == agreed)
        #expect(facts(.revoked).readdressed(mail.record, [mail.path], revision: 2) == facts(.revoked))
        #expect(throws: VaultError(.badValue, rule: "channel.revision")) {
            try facts(.verified).noting(agree([.billing]), setting(charter, addresses: [mail: 2]))
        }
    }

    @Test func `a suspension ends on its day, or when it is resumed, and until then nothing goes there`()
        throws
    {
        let charter = try builtIn()
        let agreed = facts(.agreed, [.billing])
        let until = now.adding(seconds: 60)
        let suspended = try agreed.noting(.channel(mail, .suspend(until: until)), setting(charter))
        #expect(suspended.agreedChannels(at: now, revisions: addresses) == [])
        #expect(suspended.agreedChannels(at: until, revisions: addresses).count == 1)
        let open = try agreed.noting(.channel(mail, .suspend(until: nil)), setting(charter))
        #expect(open.agreedChannels(at: until.adding(seconds: 86_400 * 999), revisions: addresses) == [])
        for paused in [suspended, open] {
            #expect(try paused.noting(.channel(mail, .resume), setting(charter)) == agreed)
            #expect(try SubjectFacts(reading: paused.canonical) == paused)
        }
        #expect(throws: VaultError(.badValue, rule: "channel.until")) {
            try agreed.noting(.channel(mail, .suspend(until: now)), setting(charter))
        }
    }

    @Test func `a step that stands there already changes nothing, and one that does not follow is refused`()
        throws
    {
        let charter = try builtIn()
        let same: [(ChannelState, ChannelChange)] = [
            (.proposed, .propose), (.verified, .propose), (.agreed, .propose), (.suspended, .propose),
            (.agreed, .agree(topics: [.billing], act: .order)), (.agreed, .resume),
            (.suspended, .suspend(until: nil)),
        ]
        for (state, change) in same {
            let before = facts(state, [.agreed, .suspended].contains(state) ? [.billing] : [])
            #expect(
                try before.noting(.channel(mail, change), setting(charter)) == before, "\(state) \(change)")
        }
        let wrong: [(ChannelState, ChannelChange)] = [
            (.proposed, .suspend(until: nil)), (.proposed, .resume), (.verified, .suspend(until: nil)),
            (.verified, .resume), (.revoked, .suspend(until: nil)), (.revoked, .resume),
        ]
        for (state, change) in wrong {
            #expect(throws: VaultError(.badValue, rule: "channel.state"), "\(state) \(change)") {
                try facts(state).noting(.channel(mail, change), setting(charter))
            }
        }
        for state in ChannelState.allCases {
            let revoked = try facts(state).noting(.channel(mail, .revoke), setting(charter))
            #expect(revoked.channels.map(\.state) == [.revoked])
            #expect(try revoked.noting(.channel(mail, .revoke), setting(charter)) == revoked)
        }
        let again = try facts(.revoked).noting(.channel(mail, .propose), setting(charter))
        #expect(again.channels == [Channel(proposing: mail, revision: 1)])
    }

    @Test func `what is no address of his, or no channel, is refused by its rule`() throws {
        let charter = try builtIn()
        let elsewhere = ChannelField(record: RecordID(bits: 9), path: mail.path)
        let nothing = SubjectFacts(language: "en", jurisdiction: "BG", source: "order")
        #expect(throws: VaultError(.badValue, rule: "channel.field")) {
            try nothing.noting(.channel(elsewhere, .propose), setting(charter))
        }
        let steps: [ChannelChange] = [
            .agree(topics: [.billing], act: .order), .suspend(until: nil), .resume, .revoke,
        ]
        for step in steps {
            #expect(throws: VaultError(.badValue, rule: "channel.unknown")) {
                try nothing.noting(.channel(mail, step), setting(charter))
            }
        }
        #expect(throws: VaultError(.badValue, rule: "channel.topics")) {
            try facts(.verified).noting(agree([]), setting(charter))
        }
        for act in [ConsentAct.objection, .implied, .providedData] {
            #expect(throws: VaultError(.badValue, rule: "channel.act", naming: "explicit, order")) {
                try facts(.verified).noting(agree([.billing], act), setting(charter))
            }
        }
        let proposed = try nothing.noting(.channel(phone, .propose), setting(charter))
        #expect(proposed.channels == [Channel(proposing: phone, revision: 2)])
    }

    @Test
    func
        `B15 advertising is agreed by an explicit yes alone; what was so agreed stays when others are added`()
        throws
    {
        let charter = try builtIn()
        for topic in [ChannelTopic.marketing, .newsletter] {
            #expect(throws: VaultError(.badValue, rule: "channel.act", naming: "explicit")) {
                try facts(.verified).noting(agree([.billing, topic], .order), setting(charter))
            }
            let agreed = try facts(.verified).noting(agree([topic], .explicit), setting(charter))
            let more = try agreed.noting(agree([topic, .billing], .order), setting(charter))
            #expect(more.channels.map(\.topics) == [[topic, .billing]])
            let less = try more.noting(agree([.billing], .order), setting(charter))
            #expect(throws: VaultError(.badValue, rule: "channel.act", naming: "explicit")) {
                try less.noting(agree([topic, .billing], .order), setting(charter))
            }
        }
    }

    @Test func `S0-35 S1-33 advertising goes to no telephone, unless the company opened that gate`() throws {
        let base = try builtIn()
        var facts = facts(.verified)
        facts.channels = [
            Channel(record: phone.record, path: phone.path, revision: 2, topics: [], state: .verified)
        ]
        let note = SubjectNote.channel(phone, .agree(topics: [.marketing], act: .explicit))
        #expect(throws: VaultError(.gateForbidden, rule: "channel.topics")) {
            try facts.noting(note, setting(base))
        }
        let open = try builtIn(
            replacing: "  newsletter: off", by: "  newsletter: off\n  marketing.channels: email_and_phone")
        let agreed = try facts.noting(note, setting(open))
        func count(_ charter: Charter) -> Int {
            agreed.agreedChannels(for: .marketing, at: now, revisions: addresses, under: charter).count
        }
        #expect(count(open) == 1)
        // A gate that is closed again closes at once, whatever was agreed.
        #expect(count(base) == 0)
    }

    @Test func `S4-26 he says what comes first, and by which way what reaches him`() throws {
        let charter = try builtIn()
        var both = facts(.agreed, [.billing, .security])
        both.channels.append(
            Channel(record: phone.record, path: phone.path, revision: 2, topics: [.security], state: .agreed))
        func channels(_ topic: ChannelTopic, _ facts: SubjectFacts) -> [ChannelField] {
            facts.agreedChannels(for: topic, at: now, revisions: addresses, under: charter).map(\.field)
        }
        #expect(channels(.security, both) == [mail, phone])
        let turned = try both.noting(.channelOrder([phone]), setting(charter))
        #expect(channels(.security, turned) == [phone, mail])
        #expect(channels(.billing, turned) == [mail])
        #expect(try turned.noting(.channelOrder([phone, mail]), setting(charter)) == turned)
        for wrong in [[], [phone, phone]] as [[ChannelField]] {
            #expect(throws: VaultError(.badValue, rule: "channel.order")) {
                try both.noting(.channelOrder(wrong), setting(charter))
            }
        }
        #expect(throws: VaultError(.badValue, rule: "channel.unknown")) {
            try facts(.agreed).noting(.channelOrder([phone]), setting(charter))
        }
    }

    @Test func `facts from before channels could be suspended until a day still read`() throws {
        let old = facts(.suspended, [.billing])
        let text = String(decoding: old.canonical, as: UTF8.self)
        #expect(text.contains(#""channels":[{"path":"contact.email","record""#) && !text.contains("until"))
        let read = try SubjectFacts(reading: Array(text.utf8))
        #expect(read == old && read.channels[0].until == nil)
        let agreedUntil = text.replacing(
            #""state":"suspended""#, with: #""state":"agreed""#
        ).replacing(
            #""topics":["billing"]"#, with: #""topics":["billing"],"until":"2026-11-21T09:00:00.000Z""#)
        #expect(throws: BadValue("facts.until")) { try SubjectFacts(reading: Array(agreedUntil.utf8)) }
    }

    @Test func `channels grow within the bound of the facts, and those of records that are gone make room`()
        throws
    {
        let charter = try builtIn()
        var many: [ChannelField: UInt64] = [:]
        for number in 1001...2000 {
            many[ChannelField(record: RecordID(bits: UInt128(number)), path: mail.path)] = 1
        }
        let fields = many.keys.sorted { $0.record < $1.record }
        let wide = SubjectFacts.Setting(
            charter: charter, records: Set(fields.map(\.record)), addresses: many, revocable: [:],
            caseID: nil, now: now)
        var facts = SubjectFacts(language: "en", jurisdiction: nil, source: "order")
        facts.channels = fields.prefix(400).map { Channel(proposing: $0, revision: 1) }
        #expect(facts.canonical.count < Limits.factsBytes)
        var refused: VaultError?
        for field in fields.dropFirst(400) {
            do { facts = try facts.noting(.channel(field, .propose), wide) } catch {
                refused = error
                break
            }
        }
        #expect(refused == VaultError(.tooLarge, rule: "facts.size"))
        #expect(facts.canonical.count <= Limits.factsBytes && facts.channels.count > 400)
        #expect(try facts.noting(.channel(mail, .propose), setting(charter)).channels.map(\.field) == [mail])
    }

    @Test func `S2-06 a customer says over a secure channel where he is written to, and for nobody else`()
        throws
    {
        let charter = try builtIn()
        for action in [Action.channel, .confirm] {
            var asking = try Asking(charter, as: "customer")
            (asking.purpose, asking.action, asking.secureChannel) = (.account, action, true)
            asking.staff?.subject = Asking.subject
            #expect(asking.ask(nil) == .granted(nil, nil))
            #expect(asking.ask(nil, of: SubjectID(bits: 8)) == .denied(.notFound, .state))
            asking.secureChannel = false
            #expect(asking.ask(nil) == .denied(.insecureChannel, .grant))
        }
    }

    @Test
    func `the page behind a link hands in tokens, as many as its budget lets it, and does nothing else`()
        throws
    {
        let charter = try builtIn()
        var asking = try Asking(charter, as: "portal")
        (asking.purpose, asking.action) = (.account, .confirm)
        #expect(asking.ask(nil) == .granted(nil, nil))
        asking.used.probes = 1000
        #expect(asking.ask(nil) == .denied(.throttled, .budget))
        asking.used.probes = 0
        for action in [Action.channel, .match, .history, .event, .consent, .erase] {
            asking.action = action
            #expect(asking.ask(nil) == .denied(.roleDenied, .grant), "\(action)")
        }
    }

    /// A plain second account of one field: what was shown of its address, and what was said since.
    private struct Account {
        var revision: UInt64 = 1
        var isKnown = false
        var isShown = false
        var topics: Set<ChannelTopic> = []
        var isPaused = false

        mutating func forget() { (isShown, topics, isPaused) = (false, [], false) }
    }

    @Test(arguments: 1...8)
    func
        `B17 steps in any order leave nothing agreed but what was shown and said since the address was written`(
            seed: UInt64
        ) throws
    {
        let charter = try builtIn()
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func roll(_ below: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % below
        }
        var facts = SubjectFacts(language: "en", jurisdiction: "BG", source: "order")
        var accounts = [mail: Account(), phone: Account()]
        for _ in 0..<400 {
            let field = roll(2) == 0 ? mail : phone
            var account = accounts[field] ?? Account()
            let topics = Set(ChannelTopic.allCases.filter { !$0.isAdvertising && roll(3) == 0 })
            let set = setting(charter, addresses: accounts.mapValues(\.revision))
            func step(_ change: ChannelChange) throws -> Bool {
                guard let next = try? facts.noting(.channel(field, change), set) else { return false }
                facts = next
                return true
            }
            switch roll(9) {
            case 0:
                #expect(try step(.propose))
                account.isKnown = true
            case 1, 2:
                let shown = facts.verified(field, revision: account.revision)
                facts = shown ?? facts
                #expect((shown != nil) == account.isKnown)
                account.isShown = account.isShown || shown != nil
            case 3, 4:
                let said = try step(.agree(topics: topics, act: .order))
                #expect(said == (account.isShown && !account.isPaused && !topics.isEmpty))
                if said { account.topics = topics }
            case 5:
                #expect(try step(.suspend(until: nil)) == !account.topics.isEmpty)
                account.isPaused = !account.topics.isEmpty
            case 6:
                #expect(try step(.resume) == !account.topics.isEmpty)
                account.isPaused = false
            case 7:
                #expect(try step(.revoke) == facts.channels.contains { $0.field == field })
                account.forget()
                account.isKnown = false
            default:
                account.revision += 1
                facts = facts.readdressed(field.record, [field.path], revision: account.revision)
                account.forget()
            }
            accounts[field] = account
            let agreed = facts.agreedChannels(at: now, revisions: accounts.mapValues(\.revision))
            let expected = accounts.filter { !$0.value.topics.isEmpty && !$0.value.isPaused }
            #expect(Set(agreed.map(\.field)) == Set(expected.keys))
            #expect(agreed.allSatisfy { $0.topics == accounts[$0.field]?.topics })
            #expect(Set(facts.channels.map(\.field)).count == facts.channels.count)
        }
        #expect(try SubjectFacts(reading: facts.canonical) == facts)
    }
}
