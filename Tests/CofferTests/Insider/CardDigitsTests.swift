import Coffer
import CofferCharter
import CofferCrypto
import CofferModel
import CofferStore
import CofferTesting
import Foundation
import Testing

/// Over all interfaces, notices and formats together, and with its whole probe budget, no role puts together more digits
/// of a card than its format shows, nor does a person who holds them all (P-05, P-10).
@Suite struct CardDigitsTests {
    private static let pan = "4929718304650473"
    /// Another card's number that looks the same to who sees ten digits of it.
    private static let decoy = "4929717000070473"
    private static let ends: Set<Int> = Set(0..<6).union(12..<16)
    /// What each role's format shows; of who is not here, nothing.
    private static let formats: [String: Set<Int>] = [
        "billing_clerk": ends, "security": Set(12..<16), "privacy_officer": Set(12..<16),
        "legal": Set(12..<16), "customer": Set(12..<16),
    ]
    /// A customer has no account in a vault that was just made: nothing is his.
    private static let hasNobody: Set = ["customer"]

    private static func line(_ card: String) -> String {
        Customers.line(1).replacing("4111111111111111", with: card)
    }

    // MARK: Who asks

    private struct Insider {
        let house: TestVault
        let subject: SubjectID
        let card: RecordID
        let uid: UInt32
        let roles: [String]

        init(_ roles: [String]) async throws {
            house = try await TestVault()
            (uid, self.roles) = (65_010, roles)
            let line = ImportLine(number: 1, bytes: Array(CardDigitsTests.line(pan).utf8))
            _ = try await house.vault.importLines([line], as: house.admin)
            let email = FieldPath(className: "contact", field: "email")
            let found = try await house.vault.find(
                email, equals: Customers.email(1), as: house.session("support_technician", .support))
            subject = try #require(found.first)
            card = try await house.record("payment", of: subject)
            _ = try await house.vault.addStaff(
                "Insider", uid: uid, roles: roles.compactMap { RoleName($0) }, as: house.admin)
            _ = try await house.vault.acknowledge(as: try session(roles[0], .keyAdmin))
            try await deliver()
            try await invoice()
        }

        /// What a notice about an invoice shows beside its number, or it would be refused whatever that is.
        private func invoice() async throws {
            _ = try await house.vault.set(
                card,
                [
                    "invoice_no": "2026-0001", "amount": "12.50", "currency": "EUR", "due_date": "2027-01-31",
                ], revision: 1,
                idempotencyKey: nil, as: house.session("billing_clerk", .billing))
        }

        /// Mail leaves into a folder, and cards go to a program that tells the order's words back.
        private func deliver() async throws {
            for part in ["bodies", "envelopes"] {
                try FileManager.default.createDirectory(
                    atPath: house.directory.file("spool-\(part)"), withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700])
            }
            var settings = house.spool().object ?? [:]
            let item = #"$(sed -n "/^order.$1 /{n;p;}" order)"#
            let lines = """
                cd '\(house.directory.path)' || exit 9; cat <&3 | grep -a -A1 '^order' > order
                item() { echo "\(item)"; }
                echo "{\\"result\\":\\"$(item number)$(item amount)\\",\\"id\\":\\"$(item amount) $(item number)\\"}"
                """
            settings["connectors"] = [
                "till": [
                    "kind": "program", "program": .string(UseHouse.shell),
                    "arguments": ["-c", .string(lines)],
                    "for": "order", "protocol": "https", "purposes": ["billing"],
                    "values": ["number": "payment.pan", "holder": "payment.holder"],
                    "answer": ["result", "id"], "uses_per_hour": 10_000,
                ]
            ]
            try await house.vault.setDelivery(.object(settings), as: house.admin)
            let record = try await house.record("contact", of: subject)
            let mail = ChannelField(record: record, path: FieldPath(className: "contact", field: "email"))
            let channel = Channel(proposing: mail, revision: 1)
            let (token, row) = try house.vault.issueVerification(
                of: channel, of: subject, from: SystemRandom().bytes(16), at: house.clock.now())
            try await house.kept.data?.commit([.issue(row)])
            let support = house.session("support_technician", .support)
            _ = try await house.vault.verifyChannel(token, as: support)
            try await house.vault.note(
                .channel(mail, .agree(topics: [.billing, .service, .security, .legal], act: .explicit)),
                about: subject, as: support)
        }

        /// What left by mail so far, each message read.
        func mail() throws -> [String] {
            let folder = house.directory.file("spool-bodies/new")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
            return try names.map {
                OutboxHouse.read(try String(contentsOfFile: folder + "/" + $0, encoding: .utf8))
            }
        }

        func session(_ role: String, _ purpose: Purpose) throws -> Session {
            try house.vault.session(
                peer: Origin(uid: uid, pid: 1), token: nil, role: RoleName(role), purpose: purpose,
                caseID: "NET-1", reason: "dispute")
        }
    }

    /// Roles and purposes of the charter that comes along.
    private static func names(under section: String) throws -> [String] {
        let source = try #require(BuiltInCharters.source(named: "network-admin"))
        let text = String(decoding: source, as: UTF8.self)
        let body = try #require(text.components(separatedBy: "\n\(section):\n").dropFirst().first)
        let lines = body.split(separator: "\n").prefix { $0.hasPrefix(" ") || $0.hasPrefix("#") }
        return lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  #") }
            .map { String($0.dropFirst(2).prefix { $0 != ":" }) }
    }

    // MARK: What he is told

    /// The answer of one act as text, or its refusal.
    private static func told(_ act: () async throws -> String) async -> String {
        do { return try await act() } catch { return "\(error)" }
    }

    private static func text(_ json: JSON) -> String { String(decoding: json.canonical, as: UTF8.self) }

    /// All that he is told without guessing.
    private static func seen(by one: Insider) async throws -> [String] {
        let (vault, subject) = (one.house.vault, one.subject)
        let purposes = try names(under: "purposes").compactMap { Purpose(rawValue: $0) }
        let kinds = [
            "invoice_issued", "payment_result", "payment_overdue", "security_alert", "internal_alert",
            "request_done", "service_state", "card_kept",
        ]
        var all: [String] = []
        for role in one.roles {
            for purpose in purposes {
                let session = try one.session(role, purpose)
                all.append(await told { text(try await vault.show(subject, as: session).json) })
                for form in Form.allCases {
                    let fields = ["pan", "token", "holder", "expiry", "iban"].compactMap {
                        FieldPattern("payment.\($0):\(form.rawValue)")
                    }
                    all.append(
                        await told { text(try await vault.show(subject, fields: fields, as: session).json) })
                }
                all.append(await told { "\(try await vault.history(of: subject, before: nil, as: session))" })
                all.append(
                    await told {
                        "\(try await vault.ledgerRows(last: 1000, of: nil, before: nil, as: session))"
                    })
                all.append(await told { "\(try await vault.notices(of: nil, state: nil, as: session))" })
                all.append(await told { "\(try await vault.channels(of: subject, as: session))" })
                for kind in kinds {
                    all.append(
                        await told {
                            text(
                                try await vault.preview(kind, for: subject, about: one.card, as: session).json
                            )
                        })
                }
            }
        }
        return all
    }

    /// What a charge for an order tells: all of the answer but ids.
    private static func charge(_ order: String, _ one: Insider, _ session: Session) async -> String {
        await told {
            text(try await one.house.vault.charge(one.card, for: order, by: "till", as: session).json)
        }
    }

    /// What sending a notice tells, and the mail that leaves then.
    private static func sent(_ kind: String, _ one: Insider, _ session: Session) async throws -> String {
        let (vault, dispatcher) = (one.house.vault, one.house.session("dispatcher", .serviceNotice))
        let before = try one.mail().count
        let sent = await told {
            "\(try await vault.send(kind, to: one.subject, about: one.card, idempotencyKey: nil, as: session))"
        }
        let left = await told { "\(try await vault.dispatch(as: dispatcher))" }
        return "\(sent) \(left) \(try one.mail().count - before)"
    }

    /// All that a guess at the card's number is answered: alike for every guess, or he can try.
    private static func answers(to guess: String, by one: Insider) async throws -> [String] {
        let (vault, subject, card) = (one.house.vault, one.subject, one.card)
        let pan = FieldPath(className: "payment", field: "pan")
        let line = ImportLine(number: 1, bytes: Array(line(guess).utf8))
        // With all his probes, for this guess as for any other.
        one.house.clock.advance(seconds: 3700)
        var all: [String] = []
        for role in one.roles {
            for purpose in [Purpose.billing, .fraud, .keyAdmin, .support] {
                let session = try one.session(role, purpose)
                all.append(await told { "\(try await vault.find(pan, equals: guess, as: session))" })
                let ask = FieldAsk(
                    subject: subject, record: card, path: pan, form: .verified, equals: .string(guess))
                all.append(await told { "\(try await vault.read([ask], as: session).map(\.result))" })
                all.append(await told { "\(try await vault.importLines([line], as: session))" })
                let order = SubjectNote.order(guess, card: card, amount: "1.00", currency: "EUR")
                all.append(
                    await told {
                        _ = try await vault.note(order, about: subject, as: session)
                        return "noted"
                    })
                // By himself, and after somebody who may note it.
                all.append(await charge(guess, one, session))
                let (head, tail) = (String(guess.prefix(10)), String(guess.suffix(6)))
                let parts = SubjectNote.order(
                    tail, card: card, amount: "\(head.prefix(8)).\(head.suffix(2))", currency: "EUR")
                all.append(
                    await told {
                        _ = try await vault.note(parts, about: subject, as: session)
                        return "noted"
                    })
                all.append(
                    await charge(tail, one, session).replacing(tail, with: "TAIL")
                        .replacing("\(head.prefix(8)).\(head.suffix(2))", with: "AMOUNT"))
                all.append(await told { "\(try await vault.resolve(guess, as: session))" })
                for spelling in [guess, Self.hexadecimal(guess), Self.base64(guess)] {
                    all.append(
                        await told {
                            let view = try await vault.show(subject, as: session)
                            let revision = view.records.first { $0.record == card }?.revision ?? 0
                            _ = try await vault.set(
                                card, ["invoice_no": .string(spelling)], revision: revision,
                                idempotencyKey: nil,
                                as: session)
                            return "written"
                        })
                    all.append(try await sent("invoice_issued", one, session))
                }
                for name in ["invoice_no", "token", "holder", "pan", "status"] {
                    all.append(
                        await told {
                            let view = try await vault.show(subject, as: session)
                            let revision = view.records.first { $0.record == card }?.revision ?? 0
                            _ = try await vault.set(
                                card, [name: .string(guess)], revision: revision, idempotencyKey: nil,
                                as: session)
                            return "written"
                        })
                }
                all.append(
                    await told {
                        text(
                            try await vault.preview(
                                "invoice_issued", for: subject, about: card, as: session
                            ).json)
                    })
            }
        }
        // First of all what he chose himself: without it, what is quieted is of one length.
        return all.map { quiet($0.replacing(guess, with: "GUESS")) }
    }

    private static func hexadecimal(_ text: String) -> String {
        text.utf8.map { String($0, radix: 16) }.joined()
    }

    private static func base64(_ text: String) -> String {
        String(Data(text.utf8).base64EncodedString().prefix { $0 != "=" })
    }

    /// A text without ids, tokens and times, which differ whatever was asked.
    private static func quiet(_ text: String) -> String {
        ["[0-9a-f]{8}-[0-9a-f-]{27}", "[0-9a-f]{16,}", "[0-9T:.-]{20,}Z", "pid: [0-9]+"].reduce(text) {
            $0.replacingOccurrences(of: $1, with: "~", options: .regularExpression)
        }
    }

    /// Which digits of the card a text gives away: four or more of them in a row, or fewer beside a cut.
    private static func digits(in text: String) -> Set<Int> {
        let text = quiet(text)
        var known: Set<Int> = []
        let all = Array(pan)
        for start in all.indices {
            for end in all.indices.dropFirst(start + 3)
            where text.contains(String(all[start...end])) { known.formUnion(start...end) }
        }
        for count in 1...3 {
            if text.contains("*" + pan.suffix(count) + "\"") { known.formUnion((16 - count)..<16) }
            if text.contains("\"" + pan.prefix(count) + "*") { known.formUnion(0..<count) }
        }
        return known
    }

    // MARK: What must hold

    @Test func `P-05 P-10 no role puts together more of a card than its format shows`() async throws {
        var triers: [String] = []
        for role in try Self.names(under: "roles") {
            let one = try await Insider([role])
            let known = Self.digits(in: try await Self.seen(by: one).joined(separator: "\n"))
            let format = Self.hasNobody.contains(role) ? [] : Self.formats[role] ?? []
            // Equal, and not merely within: what collects must be seen to collect.
            #expect(known == format, "\(role) sees \(known.sorted())")
            let right = try await Self.answers(to: Self.pan, by: one)
            let wrong = try await Self.answers(to: Self.decoy, by: one)
            let told = (right + wrong).joined(separator: "\n").replacing(Self.decoy, with: "")
            let more = Self.digits(in: told)
            #expect(more.isSubset(of: format), "\(role) is told \(more.sorted())")
            let mail = Self.digits(in: try one.mail().joined(separator: "\n"))
            #expect(mail.isSubset(of: Set(12..<16)), "\(role) has \(mail.sorted()) sent")
            guard right != wrong else { continue }
            triers.append(role)
            // With four digits and the check digit known, all probes of ten years leave nearly all that there are.
            #expect(known.count <= 4, "\(role) sees \(known.count) digits and can try the others")
        }
        #expect(triers == ["security"])
    }

    @Test func `P-10 who holds all roles sees no more than the widest of their formats, and tries nothing`()
        async throws
    {
        let roles = try Self.names(under: "roles").filter { $0 != "customer" && $0 != "admin" }
        let one = try await Insider(roles)
        let known = Self.digits(in: try await Self.seen(by: one).joined(separator: "\n"))
        #expect(known == Self.ends)
        let right = try await Self.answers(to: Self.pan, by: one)
        let wrong = try await Self.answers(to: Self.decoy, by: one)
        #expect(right == wrong)
        // What he tries leads somewhere: cards are charged, and mail leaves.
        #expect(right.contains { $0.contains(#""accepted":true"#) })
        #expect(try !one.mail().isEmpty)
    }

    @Test func `P-10 who may try cards tries no more of them in an hour than he has probes`() async throws {
        let one = try await Insider(["security"])
        let session = try one.session("security", .fraud)
        let pan = FieldPath(className: "payment", field: "pan")
        var tries = 0
        while tries <= 200 {
            let refusal = await code {
                try await one.house.vault.find(pan, equals: Self.decoy, as: session)
            }
            guard refusal == nil else { break }
            tries += 1
        }
        #expect(tries == 100)
        let last = await code { try await one.house.vault.find(pan, equals: Self.pan, as: session) }
        #expect(last == .throttled)
    }
}
