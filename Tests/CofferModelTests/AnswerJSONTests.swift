import CofferModel
import Testing

/// What one door writes, a program at the other end reads back whole.
@Suite struct AnswerJSONTests {
    private let time = Timestamp(milliseconds: 1_795_000_000_123)
    private let path = FieldPath(className: "payment", field: "pan")

    @Test func `views and inputs come back as they were written`() throws {
        let view = SubjectView(
            subject: SubjectID(bits: 1),
            records: [
                RecordView(
                    record: RecordID(bits: 2), parent: nil, className: "payment", revision: 3,
                    fields: ["pan": .value(.masked, "4111"), "cvv": .denied(.roleDenied)]),
                RecordView(
                    record: RecordID(bits: 4), parent: RecordID(bits: 2), className: "device", revision: 1,
                    fields: [:]),
            ])
        #expect(try SubjectView(json: view.json) == view)
        let added = Added(subject: SubjectID(bits: 9), records: [RecordID(bits: 8)])
        #expect(try Added(json: added.json) == added)
        for record in [RecordID(bits: 8), nil] {
            let label = ResolvedLabel(
                subject: SubjectID(bits: 9), record: record, className: "device", kind: "device", until: time)
            #expect(try ResolvedLabel(json: label.json) == label)
            for use in ResolvedLink.Use.allCases {
                let link = ResolvedLink(
                    subject: SubjectID(bits: 9), record: record, recipient: record.map { _ in "cable_works" },
                    kind: "invoice_issued", use: use, until: time)
                #expect(try ResolvedLink(json: link.json) == link)
            }
        }
        for reason in DueSecret.Reason.allCases {
            let one = DueSecret(
                subject: SubjectID(bits: 9), device: reason == .age ? nil : RecordID(bits: 7),
                record: RecordID(bits: 8),
                field: path, reason: reason, since: time, by: reason == .revoked ? nil : time)
            let due = DueSecrets(secrets: [one], next: reason == .seen ? nil : SubjectID(bits: 9))
            #expect(try DueSecrets(json: due.json) == due)
        }
        let done = HandOver(record: RecordID(bits: 8), revision: 3, at: time, isKeyDestroyed: true)
        #expect(try HandOver(json: done.json) == done)
        var rehearsal = SweepRehearsal()
        (rehearsal.subjects, rehearsal.skipped, rehearsal.isGap) = (3, 1, true)
        rehearsal.codes["card"] = SweepRehearsal.Keys()
        rehearsal.codes["card"]?.waiting = 2
        #expect(try SweepRehearsal(json: rehearsal.json) == rehearsal)
        let erasure = Erasure(keysDestroyed: 12, recordsRemoved: 11, sharedKeysRemain: true, epoch: 2)
        #expect(try Erasure(json: erasure.json) == erasure)
    }

    @Test func `a report of the whole vault comes back as it was written, and not with a lie in it`() throws {
        for (findings, more) in [([], 0), (["index tokens"], 0), (["one"], 7)] as [([String], Int)] {
            let report = VerificationReport(
                ledgerRows: 10, records: 5, subjects: 2, findings: findings, more: more)
            #expect(report.isClean == findings.isEmpty)
            #expect(try VerificationReport(json: report.json) == report)
            var members = try #require(report.json.object)
            members["clean"] = .bool(!report.isClean)
            #expect(throws: Members.Unexpected.self) { try VerificationReport(json: .object(members)) }
        }
    }

    @Test func `lines of the ledger, of staff, of keys and of budgets come back as they were written`() throws
    {
        let admin = RoleName.admin
        let history = HistoryLine(
            log: 1, sequence: 7, time: time, actor: "Ана", uid: 9302, behalf: "Иван", role: admin,
            action: .read,
            purpose: .billing, caseID: "T-1", person: "Боян", change: .enable, roles: [admin],
            noted: "event.ordered", due: time, count: 3, proposal: ProposalID(bits: 9), proposer: "Вера",
            request: RequestID(bits: 11), fields: ["clear": [path]], code: .noCase, state: "intent")
        #expect(try HistoryLine(json: history.json) == history)
        let bare = HistoryLine(
            log: 1, sequence: 7, time: time, actor: "-", uid: 0, behalf: nil, role: nil, action: .read,
            purpose: nil,
            caseID: nil, person: nil, change: nil, roles: [], noted: nil, due: nil, count: nil, proposal: nil,
            proposer: nil, request: nil, fields: [:], code: nil,
            state: nil)
        #expect(try HistoryLine(json: bare.json) == bare)
        for more in [LedgerPlace(log: 2, sequence: 9), nil] {
            let page = HistoryPage(rows: [history, bare], more: more)
            #expect(try HistoryPage(json: page.json) == page)
        }
        let text = ConfidentialityText(version: 3, language: "bg", text: "…")
        #expect(try ConfidentialityText(json: text.json) == text)
        let staff = StaffLine(
            actor: ActorID(bits: 3), name: "Иван", uid: nil, roles: [admin], active: true, acknowledged: false
        )
        #expect(try StaffLine(json: staff.json) == staff)
        let key = KeyLine(
            id: KeyID(bits: 5), use: "field payment.pan", version: 2, state: "active", created: time,
            held: true)
        #expect(try KeyLine(json: key.json) == key)
        let role = RoleLine(
            role: admin, purposes: [.billing], clearValuesLeft: 1, subjectsLeft: 2, probesLeft: 3)
        #expect(try RoleLine(json: role.json) == role)
    }

    @Test func `what became of a change of staff comes back as it was written`() throws {
        let line = StaffLine(
            actor: ActorID(bits: 3), name: "mailer", uid: 7, kind: .service, roles: [.admin], active: false,
            idle: true, acknowledged: true)
        #expect(try StaffOutcome(json: StaffOutcome.done(line).json) == .done(line))
        for (change, actor) in [(StaffChange.roles, ActorID?.none), (.disable, ActorID(bits: 3))] {
            let proposal = StaffProposal(
                id: ProposalID(bits: 4), change: change, actor: actor, name: "Боян",
                uid: actor.map { _ in 7 },
                kind: .person, roles: [.admin], proposer: ActorID(bits: 5), proposerName: "Ада",
                proposed: time,
                ends: time.adding(seconds: 60))
            #expect(try StaffProposal(json: proposal.json) == proposal)
            #expect(try StaffOutcome(json: StaffOutcome.proposed(proposal).json) == .proposed(proposal))
        }
        #expect(throws: Members.Unexpected.self) { try StaffOutcome(json: [:]) }
        #expect(throws: Members.Unexpected.self) {
            try StaffOutcome(json: ["done": line.json, "proposed": line.json])
        }
    }

    @Test func `delivery comes back as it was written`() throws {
        let settings: JSON = ["mail": ["command": ["path": "/bin/true"]]]
        let waiting = DeliveryView.Waiting(
            id: ProposalID(bits: 4), settings: settings, proposer: ActorID(bits: 5), proposerName: "Ада",
            proposed: time, ends: time.adding(seconds: 60))
        for view in [
            DeliveryView(settings: nil, waiting: nil), DeliveryView(settings: settings, waiting: waiting),
        ] {
            #expect(try DeliveryView(json: view.json) == view)
        }
        let open = DeliveryCheck.Way(kind: "spool", reason: nil)
        let closed = DeliveryCheck.Way(kind: "webhook", reason: "tls")
        for (phone, isOpen) in [(nil, true), (open, true), (closed, false)] {
            let check = DeliveryCheck(mail: open, phone: phone)
            #expect(check.isOpen == isOpen)
            #expect(try DeliveryCheck(json: check.json) == check)
        }
        #expect(throws: Members.Unexpected.self) {
            try DeliveryCheck(json: [
                "mail": ["kind": "spool", "open": true, "reason": "tls"], "phone": .null,
            ])
        }
    }

    @Test func `notices, proofs and challenges come back as they were written`() throws {
        let notice = NoticePreview(
            kind: "invoice_issued", language: "kk", subject: "Шот", body: "…", html: "<p>…</p>",
            slots: [
                .init(name: "link", form: "token", origin: "chance", field: nil),
                .init(name: "n", form: "clear", origin: "record", field: path),
            ],
            agreedChannels: 0)
        #expect(try NoticePreview(json: notice.json) == notice)
        let proof = LedgerProof(
            log: 1, sequence: 2, row: "{}", size: 3, path: [.zero], checkpoint: "c\n")
        #expect(try LedgerProof(json: proof.json) == proof)
        let challenge = LoginChallenge(
            vault: VaultID(bits: 1), actor: ActorID(bits: 2), random: [UInt8](repeating: 7, count: 32))
        #expect(try LoginChallenge(json: challenge.json) == challenge)
    }

    @Test func `a refusal comes back with its field, rule and reason`() throws {
        let error = VaultError(.badValue, rule: "pan.luhn", field: path, "a reason")
        #expect(try VaultError(json: error.json) == error)
        #expect(try VaultError(json: VaultError(.halted).json) == VaultError(.halted))
        for result in [ImportResult.added(records: 7), .unchanged, .refused(error)] {
            let (line, read) = try ImportResult.read(result.json(line: 17))
            #expect(line == 17 && read == result)
        }
    }

    @Test(arguments: [
        "{}", "[]", #"{"code":"nonsense"}"#, #"{"code":"halted","more":1}"#,
        #"{"code":"bad_value","rule":"Not A Rule"}"#, #"{"code":"bad_value","field":"x"}"#,
    ])
    func `what is no refusal is not read as one`(text: String) throws {
        let json = try JSON(reading: Array(text.utf8))
        #expect(throws: Members.Unexpected.self) { try VaultError(json: json) }
    }

    @Test
    func `channels, their notes and matches come back as they were written, and not with a lie in them`()
        throws
    {
        let field = ChannelField(
            record: RecordID(bits: 2), path: FieldPath(className: "contact", field: "email"))
        #expect(ChannelField(field.description) == field)
        for text in [
            "", "contact.email", "\(field.record)/", "\(field.record)/contact.email/x", "x/contact.email",
        ] {
            #expect(ChannelField(text) == nil, "\(text)")
        }
        for until in [time, nil] {
            let line = ChannelLine(
                field: field, state: .suspended, topics: [.billing, .technical], until: until,
                isCurrent: false)
            #expect(try ChannelLine(json: line.json) == line)
        }
        let notes: [SubjectNote] = [
            .channel(field, .propose), .channel(field, .agree(topics: [.event, .billing], act: .explicit)),
            .channel(field, .suspend(until: time)), .channel(field, .suspend(until: nil)),
            .channel(field, .resume), .channel(field, .revoke), .channelOrder([field, field]),
            .channelOrder([]),
        ]
        for note in notes {
            var members = try Members(note.json)
            #expect(try SubjectNote(.channels, from: &members) == note)
            try members.end()
        }
        for wrong in [
            ["order": 1], ["order": [1]], ["change": "verify"], ["change": "verified"],
            ["change": "agree", "topics": ["all"], "act": "explicit"],
            ["change": "suspend", "until": "never"],
        ] as [JSON] {
            var object = try #require(wrong.object)
            if object["order"] == nil {
                object["record"] = .string(field.record.description)
                object["field"] = .string(field.path.description)
            }
            #expect(throws: Members.Unexpected.self, "\(wrong)") {
                var members = try Members(.object(object))
                _ = try SubjectNote(.channels, from: &members)
                try members.end()
            }
        }
        for subjects in [[], [SubjectID(bits: 1), SubjectID(bits: 2)]] {
            let match = ChannelMatch(subjects: subjects)
            #expect(try ChannelMatch(json: match.json) == match)
        }
        for lie in [
            ["matched": true, "subjects": []], ["matched": true], ["matched": false, "subjects": []],
        ] as [JSON] {
            #expect(throws: Members.Unexpected.self) { try ChannelMatch(json: lie) }
        }
    }

    @Test func `a request to break the glass is read as it was written, and in no other shape`() throws {
        let request = GlassRequest(
            id: ProposalID(bits: 1), asker: ActorID(bits: 2), askerName: "Вера",
            role: try #require(RoleName("network_engineer")), purpose: .deviceOps, caseID: "NET-1",
            reason: nil,
            fields: [FieldPath(className: "device_access", field: "secret")], isApproved: true,
            ends: Timestamp(milliseconds: 1000))
        #expect(try GlassRequest(json: request.json) == request)
        for (name, bad) in [("approved", JSON.string("yes")), ("case", 7), ("fields", "x"), ("more", true)] {
            var members = try #require(request.json.object)
            members[name] = bad
            #expect(throws: Members.Unexpected.self) { try GlassRequest(json: .object(members)) }
        }
    }

    @Test func `an order that is taken back is a note of its number alone`() throws {
        let note = SubjectNote.orderWithdrawal("A-1")
        #expect(note.kind == .orders && note.action == .order && note.name == "order.withdrawn")
        var members = try Members(note.json)
        #expect(try SubjectNote(.orders, from: &members) == note)
        try members.end()
        var more = try Members(["number": "A-1", "withdrawn": true, "amount": "1.00"])
        #expect(try SubjectNote(.orders, from: &more) == note)
        #expect(throws: Members.Unexpected.self) { try more.end() }
    }
}
