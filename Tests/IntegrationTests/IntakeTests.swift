import CofferModel
import CofferTesting
import Foundation
import Testing

/// `coffer import --map`: tables and folders of a company as they are, through the real binary.
@Suite struct IntakeTests {
    private static let clients = """
        Client ID,First Name,Last Name,Company Name,Email,Address 1,Address 2,City,State,Postcode,Country,\
        Phone Number,Language,Tax ID,Card Type,Card Last Four,Card Expiry,Gateway Token,Currency,Status,Credit,\
        Date Created
        1001,Йорданка,Канарче,"Канарче, ООД",canary.a@post.example,ул. Канарска 7,,Габрово,,5300,BG,\
        088 764 8001,bulgarian,BG123456789,Visa,1111,12/2030,tok_canaryA1,EUR,Active,0.00,2020-01-01
        1002,Әлия,Канар,N/A,canary.b@post.example,Канар көшесі 11,,Астана,,010000,KZ,+77172700000,kazakh,\
        NULL,,,,,KZT,Active,0.00,2021-05-05
        1003,Grace,Canary,,canary.c@post.example,"7 Canary Row
        Flat 2",,Dublin,,D02,IE,+353 20 055 5001,,NULL,,,,,EUR,Active,0.00,2022-02-02
        1004,Канарий,Петров,,не адрес,ул. Мира 1,,Москва,,101000,RU,+7 916 111-22-33,russian,NULL,,,,,RUB,\
        Active,0.00,2023-03-03

        """
    private static let devices = """
        Serial;Host;IP;MAC;Model;Site;Property;User;Password;Protocol;Sources;Owner
        canary-s1;canary-1.net.example;192.0.2.11;00:11:22:33:44:55;EX2300;Габрово;ours;netops;canary p1;ssh;\
        192.0.2.10/32;1001
        canary-s2;canary-2.net.example;192.0.2.12;-;EX2300;-;theirs;-;-;-;-;1002
        canary-s3;canary-3.net.example;192.0.2.13;-;EX2300;-;theirs;admin;canary p3;"ssh,https";192.0.2.10/32;1001
        canary-s4;canary-4.net.example;192.0.2.14;-;EX2300;-;theirs;-;-;-;-;1099

        """
    private static let page = """
        id;name;company;email;phone;born;lang;submitted_at;ip;page;utm_source;agreed
        s-1;Канарей Первый;;canary.d@post.example;8 (916) 111-22-33;31.12.1970;ru;2026-01-01;192.0.2.1;/a;x;yes
        s-2;Grace Canary;Canary Ltd;canary.e@post.example;;;en;2026-01-02;192.0.2.2;/b;;yes
        s-3;Қанар;;canary.f@post.example;;;kk;2026-01-03;192.0.2.3;/b;;yes

        """

    private func house() throws -> House {
        let house = try House(customers: 0)
        // Files of billing panels end their lines in CR LF.
        try house.write(Self.clients.replacing("\n", with: "\r\n"), to: "clients.csv")
        try house.write(Self.devices, to: "devices.csv")
        try house.write(Self.page, to: "page.csv")
        return house
    }

    private static let both = [
        "import", "clients.csv", "devices.csv", "--map", "billing-panel", "--map", "device-inventory",
    ]

    private func silent(_ outcomes: Outcome...) {
        for outcome in outcomes {
            #expect(
                !outcome.out.lowercased().contains("canar") && !outcome.err.lowercased().contains("canar"))
            #expect(!outcome.out.contains("канар") && !outcome.out.contains("Канар"))
        }
    }

    @Test func `a dry run says of each line what the import then does, and neither says a value`() throws {
        let house = try house()
        let dry = try house.coffer(Self.both + ["--dry-run"])
        #expect(
            dry.out == """
                line 2: new, 7 records
                line 3: new, 3 records
                line 4: new, 2 records
                line 6: bad_value contact.email (email.at)
                file 2 line 5: bad_value (intake.owner)
                dry run, nothing taken in: 5 lines: 3 new, 0 unchanged, 2 refused

                """, "\(dry.err)")
        #expect(dry.status == 1)
        #expect(try house.coffer("verify", "--json").json?["subjects"] == 0)
        let done = try house.coffer(Self.both)
        #expect(
            done.out == """
                line 6: bad_value contact.email (email.at)
                file 2 line 5: bad_value (intake.owner)
                5 lines: 3 added, 0 unchanged, 2 refused

                """)
        let again = try house.coffer(Self.both + ["--dry-run", "--json"])
        #expect(
            again.json?["told"]?.array?.map { $0["unchanged"] ?? $0["rule"] } == [
                true, true, true, "email.at", "intake.owner",
            ])
        #expect(
            again.json?["dry_run"] == true && again.json?["unchanged"] == 3 && again.json?["refused"] == 2)
        #expect(again.json?["told"]?.array?.last?["file"] == 2)
        silent(dry, done, again)
        #expect(try house.coffer("verify").status == 0)
        let rows = try house.coffer("ledger", "show", "--last", "40", "--json")
        #expect(rows.out.contains(#""noted":"rehearsed""#))
    }

    @Test func `what came out of a table is found and shown as any other value`() throws {
        let house = try house()
        _ = try house.coffer(Self.both)
        let clerk = ["--as", "billing_clerk", "--for", "billing"]
        let found = try house.coffer(
            ["subject", "find", "contact.email"] + clerk, input: "canary.a@post.example")
        #expect(found.status == 0)
        let subject = found.out.trimmingCharacters(in: .newlines)
        let shown = try house.coffer(
            ["subject", "show", subject, "identity.*", "contact.*", "payment.*", "--form", "clear", "--json"]
                + clerk)
        #expect(shown.out.contains("Канарче, ООД") && shown.out.contains("ул. Канарска 7"))
        let engineer = ["--as", "network_engineer", "--for", "device_ops"]
        let devices = try house.coffer(["subject", "show", subject, "device.*", "--json"] + engineer)
        #expect(devices.out.contains("canary-3.net.example") && devices.out.contains("Габрово"))
    }

    @Test func `sign-ups of a landing page go in, and twice changes nothing`() throws {
        let house = try house()
        let sign = ["import", "page.csv", "--map", "landing-page"]
        #expect(try house.coffer(sign).out == "3 lines: 3 added, 0 unchanged, 0 refused\n")
        #expect(try house.coffer(sign).out == "3 lines: 0 added, 3 unchanged, 0 refused\n")
    }

    @Test func `a map that comes along is printed, to be copied and changed`() throws {
        let house = try house()
        let printed = try house.coffer("import", "--print-map", "landing-page")
        try house.write(printed.out.replacing("name: company", with: "name: firm"), to: "own.yaml")
        try house.write(Self.page.replacing(";company;", with: ";firm;"), to: "own.csv")
        #expect(try house.coffer("import", "own.csv", "--map", "own.yaml", "--dry-run").status == 0)
        #expect(try house.coffer("import", "page.csv", "--map", "own.yaml", "--dry-run").status == 2)
        #expect(try house.coffer("import", "--print-map", "canary").status == 2)
        #expect(try house.coffer("import").status == 2)
    }

    @Test func `with --strict all lines go in or none`() throws {
        let house = try house()
        let refused = try house.coffer(Self.both + ["--strict"])
        #expect(refused.status == 1)
        #expect(refused.out.hasSuffix("nothing taken in: 5 lines: 3 new, 0 unchanged, 2 refused\n"))
        let object = try house.coffer(Self.both + ["--strict", "--json"])
        #expect(object.json?["added"] == 0 && object.json?["stopped"] == true)
        #expect(try house.coffer("verify", "--json").json?["subjects"] == 0)
        let good = try house.coffer("import", "page.csv", "--map", "landing-page", "--strict", "--json")
        #expect(good.status == 0 && good.json == ["refused": [], "lines": 3, "added": 3, "unchanged": 0])
        #expect(try house.coffer("import", "-", "--strict", input: Customer.line(1)).status == 2)
        try house.write(Customer.line(1) + "\n{}\n", to: "lines.jsonl")
        #expect(try house.coffer("import", "lines.jsonl", "--strict").status == 1)
        #expect(try house.coffer("verify", "--json").json?["subjects"] == 3)
    }

    @Test func `with --strict lines of JSON are held against each other, however far apart they are`() throws
    {
        let house = try House(customers: 0)
        let lines = (1...70).map { Customer.line($0) }
        let other = Customer.line(1).replacing("\"source\":\"order\"", with: "\"source\":\"website\"")
        try house.write((lines + [Customer.line(2), other]).joined(separator: "\n"), to: "lines.jsonl")
        let refused = try house.coffer("import", "lines.jsonl", "--strict")
        #expect(refused.status == 1 && refused.out.contains("line 72: conflict (ref.other_content)"))
        #expect(try house.coffer("verify", "--json").json?["subjects"] == 0)
        try house.write((lines + [Customer.line(2)]).joined(separator: "\n"), to: "lines.jsonl")
        let bad = Customer.line(1).replacing("\"source\":\"order\"", with: "\"source\":\"canary\"")
        try house.write(
            ([bad] + lines.dropFirst() + lines.prefix(1)).joined(separator: "\n"), to: "mended.jsonl")
        let dry = try house.coffer("import", "mended.jsonl", "--dry-run")
        #expect(dry.out.hasSuffix("71 lines: 70 new, 0 unchanged, 1 refused\n"))
        let taken = try house.coffer("import", "lines.jsonl", "--strict")
        #expect(taken.out == "71 lines: 70 added, 1 unchanged, 0 refused\n")
    }

    @Test func `lines of JSON have a dry run too`() throws {
        let house = try House(customers: 1)
        try house.write(Customer.line(1) + "\n{}\n" + Customer.line(2) + "\n", to: "lines.jsonl")
        let dry = try house.coffer("import", "lines.jsonl", "--dry-run")
        #expect(
            dry.out == """
                line 1: unchanged
                line 2: bad_value (line.members)
                line 3: new, 5 records
                dry run, nothing taken in: 3 lines: 1 new, 1 unchanged, 1 refused

                """)
        #expect(try house.coffer("verify", "--json").json?["subjects"] == 1)
    }

    @Test func `a folder of certificates and keys goes in beside its devices, its passphrases by descriptor`()
        async throws
    {
        let made = try await OpenSSL.make([
            "req -x509 -newkey ed25519 -nodes -keyout a.key -out a.crt -days 9 -subj /CN=canary-1.net.example",
            "req -x509 -newkey ed25519 -nodes -keyout b.key -out b.crt -days 9 -subj /CN=canary-2.net.example",
            "pkcs12 -export -inkey b.key -in b.crt -passout 'pass:canary pass' -out b.p12",
        ])
        let house = try house()
        try FileManager.default.createDirectory(
            atPath: house.path + "/certs", withIntermediateDirectories: false)
        for name in ["a.key", "a.crt", "b.p12"] {
            try Data(try #require(made[name])).write(to: URL(fileURLWithPath: house.path + "/certs/" + name))
        }
        var all = Self.both
        all.insert("certs", at: 3)
        all += ["--map", "certificate-folder"]
        let closed = try house.coffer(all + ["--dry-run"])
        #expect(
            closed.out == """
                file 3 line 3: bad_value (intake.passphrase)
                stopped: dry run, nothing taken in: 1 lines: 0 new, 0 unchanged, 1 refused

                """)
        let open = try house.coffer(all + ["--passphrases", "0"], input: "b.p12\tcanary pass\n")
        #expect(open.out.hasSuffix("5 lines: 3 added, 0 unchanged, 2 refused\n"))
        let engineer = ["--as", "network_engineer", "--for", "device_ops"]
        for (email, hosts) in [("canary.a@post.example", 2), ("canary.b@post.example", 1)] {
            let clerk = ["--as", "billing_clerk", "--for", "billing"]
            let found = try house.coffer(["subject", "find", "contact.email"] + clerk, input: email)
            let subject = found.out.trimmingCharacters(in: .newlines)
            let shown = try house.coffer(
                ["subject", "show", subject, "device.hostname", "certificate.fingerprint", "--json"]
                    + engineer)
            let records = shown.json?["records"]?.array ?? []
            #expect(records.count { $0["class"] == "device" } == hosts)
            #expect(records.count { $0["class"] == "certificate" } == 1, "\(shown.err)")
        }
        silent(closed, open)
    }

    static let unfit: [(arguments: [String], rule: String)] = [
        (["clients.csv", "devices.csv", "--map", "billing-panel"], "usage"),
        (["clients.csv", "devices.csv"], "usage"), (["certs", "--map", "certificate-folder"], "usage"),
        (["clients.csv", "--map", "missing.yaml"], "usage"),
        (["clients.csv", "--map", "bad.yaml"], "intake.map"),
        (["gone.csv", "--map", "billing-panel"], "intake.file"),
        (["page.csv", "--map", "billing-panel"], "intake.column_missing"),
        (["-", "--map", "device-inventory"], "intake.seek"),
        (["clients.csv", "--map", "billing-panel", "--passphrases", "0"], "intake.passphrases"),
    ]

    @Test func `what does not fit together is refused before anything is opened`() throws {
        let house = try house()
        try house.write("map: x\ncanary: y\n", to: "bad.yaml")
        for (arguments, rule) in Self.unfit {
            let input = rule == "intake.seek" ? Self.devices : "canary one\ncanary two\n"
            let outcome = try house.coffer(["import"] + arguments, input: input)
            #expect(outcome.status == 2, "\(arguments)")
            #expect(outcome.err.contains(rule), "\(arguments): \(outcome.err)")
            #expect(outcome.out == "" && !outcome.err.contains("canary one"), "\(arguments)")
        }
        let missing = try house.coffer("import", "page.csv", "--map", "billing-panel").err
        #expect(missing.contains("file 1, line 1, no column \"Client ID\""))
        let reason = try house.coffer("import", "clients.csv", "--map", "bad.yaml").err
        #expect(reason.contains("bad.yaml:2: key.unknown"))
    }

    @Test func `who may not import is told so of every line`() throws {
        let house = try house()
        let denied = try house.coffer(
            ["import", "page.csv", "--map", "landing-page", "--as", "billing_clerk", "--for", "billing"])
        #expect(denied.status == 1)
        #expect(denied.out.hasPrefix("lines 2...4: role_denied"))
    }

    @Test func `killed in the middle, the same command goes on and doubles nothing`() throws {
        let house = try House(customers: 0)
        let rows = (1...320).map { "\($0),Ада,\($0)" }.joined(separator: "\n")
        try house.write("id,name,note\n" + rows + "\n", to: "many.csv")
        try house.write(
            """
            map: many
            table: { ignore: [note] }
            customer: { ref: id, language: { value: bg }, source: { value: order } }
            records: [{ class: identity, fields: { given_name: name } }]
            """, to: "many.yaml")
        let running = try house.start(["import", "many.csv", "--map", "many.yaml"])
        try ImportTests.wait { ImportTests.size(house.path + "/acme/ledger/00001/rows.jsonl") > 100_000 }
        running.send(SIGKILL)
        #expect(running.end().status == -SIGKILL)
        let rest = try house.coffer("import", "many.csv", "--map", "many.yaml", "--json")
        let (added, unchanged) = (rest.json?["added"]?.integer ?? 0, rest.json?["unchanged"]?.integer ?? 0)
        #expect(added + unchanged == 320 && added > 0 && unchanged > 0)
        #expect(try house.coffer("verify", "--json").json?["subjects"] == 320)
    }

    @Test func `through the socket it is the same`() throws {
        let served = try ServedHouse(serving: try acknowledged())
        func run(_ more: String...) throws -> String { try served.coffer(Self.both + more).out }
        let dry = try run("--dry-run")
        #expect(
            dry.contains("line 2: new, 7 records\n")
                && dry.contains("file 2 line 5: bad_value (intake.owner)"))
        #expect(try run("--dry-run") == dry)
        #expect(try run().hasSuffix("5 lines: 3 added, 0 unchanged, 2 refused\n"))
        #expect(try run("--dry-run").hasSuffix("5 lines: 0 new, 3 unchanged, 2 refused\n"))
    }

    private func acknowledged() throws -> House {
        let house = try house()
        try house.must(house.coffer("staff", "acknowledge", "--yes"))
        return house
    }
}

/// Realistic customers beside the project, where they are.
@Suite(.enabled(if: CustomerTables.lines != nil, "../shared/data/customers.jsonl is not here"))
struct CustomerTablesImportTests {
    @Test
    func `400 customers in three tables: the dry run says what the import does, and twice is unchanged`()
        throws
    {
        let house = try House(customers: 0)
        let customers = try #require(CustomerTables.lines)
        for (name, bytes) in CustomerTables.tables(customers) {
            try Data(bytes).write(to: URL(fileURLWithPath: house.path + "/" + name))
        }
        for (name, text) in CustomerTables.maps { try house.write(text, to: name) }
        let names = ["clients", "cards", "devices"]
        let all = ["import"] + names.map { $0 + ".csv" } + names.flatMap { ["--map", $0 + ".yaml"] }
        let dry = try house.coffer(all + ["--dry-run", "--json"])
        #expect(dry.status == 0, "\(dry.err)")
        #expect(dry.json?["lines"] == 400 && dry.json?["added"] == 400 && dry.json?["refused"] == 0)
        let records = (dry.json?["told"]?.array ?? []).reduce(0) { $0 + ($1["added"]?.integer ?? 0) }
        #expect(records == 2766)
        #expect(try house.coffer(all + ["--strict"]).out == "400 lines: 400 added, 0 unchanged, 0 refused\n")
        #expect(try house.coffer(all).out == "400 lines: 0 added, 400 unchanged, 0 refused\n")
        let verified = try house.coffer("verify", "--json")
        #expect(verified.json?["subjects"] == 400 && verified.json?["records"]?.integer == records)
    }
}
