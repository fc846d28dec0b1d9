import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// A connector that is a program gets values on a descriptor, once, and nobody else gets them (S2-20, S2-21, B33).
@Suite(.enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"))
struct ProgramTests {
    private static let secret = "canary-s3cret-1-zz"

    /// A house with a program, and the folder that it runs in.
    private struct Shop {
        let house: UseHouse
        let folder: TemporaryDirectory

        init(_ lines: String, _ other: [String: JSON] = [:]) async throws {
            house = try await UseHouse()
            folder = try TemporaryDirectory()
            try await house.allow()
            try await house.set(program: house.program(lines, in: folder, other))
        }

        func enter() async throws -> Used {
            try await house.vault.use(house.access, by: "enter", as: house.network)
        }

        func text(_ name: String) -> String { String(decoding: folder.read(name) ?? [], as: UTF8.self) }
    }

    // MARK: What it gets

    @Test func `a program gets what is asked and the values on descriptor 3, and nothing of them elsewhere`()
        async throws
    {
        let shop = try await Shop(
            """
            cat /proc/$$/cmdline > arguments; cat /proc/$$/environ > environment
            ls /proc/self/fd > numbers; readlink /proc/self/fd/0 /proc/self/fd/2 /proc/self/fd/3 > open
            (exec 4< /proc/$$/fd/3) 2> /dev/null && echo again > reopened
            cat > input; cat <&3 > handed; pwd > place; echo x >> runs
            echo '{"result":"done","other":"x"}'
            """)
        var used: Used?
        let rows = try await shop.house.house.rows { used = try await shop.enter() }
        #expect(used?.status == .exit(0) && used?.isAccepted == true && used?.answer == ["result": "done"])
        #expect(
            shop.text("handed") == """
                coffer-connector 1
                for 6
                device
                record 36
                \(shop.house.access)
                protocol 3
                ssh
                source 9
                127.0.0.2
                value.host 11
                10.83.255.1
                value.key 18
                \(Self.secret)
                value.login 11
                canaryadmin
                end 0


                """)
        #expect(shop.folder.read("environment") == [] && shop.folder.read("input") == [])
        #expect(shop.text("arguments").hasPrefix(UseHouse.shell + "\0-c\0"))
        #expect(!shop.text("arguments").contains(Self.secret) && shop.folder.read("reopened") == nil)
        let open = shop.text("open").split(separator: "\n").map { $0.prefix { $0 != ":" } }
        #expect(open == ["/dev/null", "/dev/null", "socket"])
        // Three streams, the values, and the folder that ls itself reads.
        #expect(shop.text("numbers") == "0\n1\n2\n3\n4\n")
        #expect(shop.text("runs") == "x\n")
        let noted = rows.compactMap { $0["noted"]?.string }
        #expect(noted == ["connector.enter", "connector.enter.accepted"])
        let all = rows.map { String(decoding: $0.canonical, as: UTF8.self) }.joined()
        #expect(!all.contains(Self.secret) && !all.contains("canaryadmin") && !all.contains("10.83.255.1"))
    }

    @Test func `a program charges a card for an order, with its code, and a decline uses the order up`()
        async throws
    {
        let shop = try await Shop("true")
        let cards: [String: JSON] = [
            "for": "order", "purposes": ["billing"], "networks": .null, "protocol": "https",
            "values": ["number": "payment.pan", "code": "payment.cvv"], "source": .null,
        ]
        try await shop.house.set(
            program: shop.house.program(
                #"cat <&3 > handed; echo '{"result":"declined"}'; exit 77"#, in: shop.folder, cards))
        try await shop.house.order("A-1")
        var code = Array("8317".utf8)
        _ = try await shop.house.vault.authorise(
            shop.house.card, for: "A-1", code: &code, as: shop.house.payer)
        let used = try await shop.house.charge("A-1", by: "enter")
        #expect(used.status == .exit(77) && !used.isAccepted && used.answer == ["result": "declined"])
        let handed = shop.text("handed")
        #expect(handed.contains("for 5\norder\nrecord 36\n\(shop.house.card)\nprotocol 5\nhttps\n"))
        #expect(handed.contains("order.number 3\nA-1\norder.amount 5\n12.50\norder.currency 3\nEUR\n"))
        #expect(handed.contains("value.code 4\n8317\nvalue.number 16\n\(UseHouse.pan)\nend 0\n\n"))
        let again = try await shop.house.refusal { _ = try await shop.house.charge("A-1", by: "enter") }
        #expect(again?.code == .orderDenied)
    }

    @Test func `our own secret for a program comes last of what it is handed`() async throws {
        let shop = try await Shop("true")
        let path = shop.folder.file("own")
        try Data("hush-hush-hush".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try await shop.house.set(
            program: shop.house.program(
                #"v=$(cat <&3); echo "$v" > handed; echo '{"result":"hush-hush-hush"}'"#, in: shop.folder,
                ["secret_file": .string(path)]))
        let used = try await shop.enter()
        #expect(used.isAccepted && used.isWithheld)
        #expect(shop.text("handed").hasSuffix("secret 14\nhush-hush-hush\nend 0\n"))
    }

    // MARK: What it says

    @Test(arguments: [
        #"echo "{\"result\":\"$v\"}""#, #"echo "{\"result\":\"x$(printf %s "$v" | base64)\"}""#,
        #"echo "{\"result\":\"$(printf %s "$v" | od -An -tx1 | tr -d ' \n')\"}""#,
        #"echo "{\"result\":\"$(echo "$v" | rev)\"}""#,
        #"echo "{\"result\":\"$(printf %s "$v" | base64 | rev)\"}""#,
        #"echo "{\"result\":\"${v%zz}\",\"more\":\"zz\"}""#,
    ])
    func `an answer that repeats a value is withheld, in plain, base64, hexadecimal and backwards`(
        line: String
    ) async throws {
        let shop = try await Shop("v=$(grep -a canary-s3 <&3); echo \"$v\" >&2; \(line)")
        var used: Used?
        let rows = try await shop.house.house.rows { used = try await shop.enter() }
        #expect(used?.isAccepted == true && used?.isWithheld == true && used?.answer == [:])
        #expect(rows.last?["code"] == "leak_detected" && rows.last?["noted"] == "connector.enter.accepted")
    }

    @Test
    func `of an answer that is too long or no JSON the exit status comes back, and it is read to its end`()
        async throws
    {
        for line in ["head -c 300000 /dev/zero; echo x > end", "echo 'no json'; echo x > end"] {
            let shop = try await Shop("cat <&3 > /dev/null; \(line); exit 3")
            let used = try await shop.enter()
            #expect(used.status == .exit(3) && used.answer == [:] && !used.isWithheld)
            #expect(shop.text("end") == "x\n")
        }
    }

    // MARK: How it ends

    @Test func `a program is ended at its deadline with all that it started, and its outcome is unknown`()
        async throws
    {
        for line in ["sleep 600", "while :; do echo x; done"] {
            let shop = try await Shop(
                "echo $$ > ids; sleep 600 & echo $! >> ids; cat <&3 > /dev/null; \(line)")
            var refusal: VaultError?
            let rows = try await shop.house.house.rows {
                refusal = try await shop.house.refusal { _ = try await shop.enter() }
            }
            #expect(refusal?.code == .unknown && refusal?.rule == "connector.answer")
            #expect(rows.last?["noted"] == "connector.enter.unknown")
            try await ended(shop, count: 2)
        }
    }

    @Test func `what a program leaves behind is ended with it, and not waited for`() async throws {
        let shop = try await Shop(
            #"cat <&3 > /dev/null; sleep 600 & echo $! > ids; echo '{"result":"done"}'"#)
        #expect(try await shop.enter().answer == ["result": "done"])
        try await ended(shop, count: 1)
    }

    @Test(arguments: ["kill -SEGV $$", "cat <&3 > /dev/null; kill -9 $$", "exec 3<&-; kill -PIPE $$"])
    func `a program that crashes has an unknown outcome`(line: String) async throws {
        let shop = try await Shop(line)
        let refusal = try await shop.house.refusal { _ = try await shop.enter() }
        #expect(refusal?.code == .unknown && refusal?.rule == "connector.answer")
    }

    @Test func `a program that does not read what it is handed is answered by its status`() async throws {
        let shop = try await Shop("exec 3<&-; exit 1")
        #expect(try await shop.enter().status == .exit(1))
    }

    /// Whether the processes that a program wrote down are gone, within moments.
    private func ended(_ shop: Shop, count: Int) async throws {
        let ids = shop.text("ids").split(separator: "\n").compactMap { Int32($0) }
        #expect(ids.count == count)
        for id in ids {
            // Where nobody asks for its status, what has ended stays in the list as a zombie.
            func isRunning() -> Bool {
                let status = FileManager.default.contents(atPath: "/proc/\(id)/stat") ?? Data()
                return !status.isEmpty && !String(decoding: status, as: UTF8.self).contains(") Z ")
            }
            for _ in 0..<100 where isRunning() { try await Task.sleep(for: .milliseconds(20)) }
            #expect(!isRunning())
        }
    }

    // MARK: Which program, and which device

    @Test func `a program that others could have put there is handed nothing, and nothing is opened for it`()
        async throws
    {
        let shop = try await Shop("true")
        let place = shop.folder.file("place")
        let program = place + "/program"
        try await apart { [shell = UseHouse.shell] in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            // Written by another process: a file that this one had open might not be run.
            let copy = Process()
            copy.executableURL = URL(fileURLWithPath: "/bin/cp")
            copy.arguments = [shell, program]
            try copy.start()
            copy.waitUntilExit()
            try FileManager.default.createSymbolicLink(atPath: place + "/link", withDestinationPath: program)
        }
        func set(_ path: String) async throws {
            try await shop.house.set(
                program: shop.house.program("echo x > ran", in: shop.folder, ["program": .string(path)]))
        }
        func mode(_ mode: Int, _ path: String) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        func refused() async throws {
            var refusal: VaultError?
            let rows = try await shop.house.house.rows {
                refusal = try await shop.house.refusal { _ = try await shop.enter() }
            }
            #expect(refusal?.code == .unavailable && refusal?.rule == "connector.program")
            #expect(rows.count == 1 && rows.first?["cells"] == nil && rows.first?["code"] == "unavailable")
        }
        try mode(0o755, place)
        for bad in [0o775, 0o757, 0o4755, 0o2755, 0o644] {
            try mode(bad, program)
            try await set(program)
            // Root may run what nobody may: then the file is of no use, and is not started.
            try await refused()
        }
        try mode(0o755, program)
        for path in [place + "/link", place + "/none", place, place + "/../place/program"] {
            try await set(path)
            try await refused()
        }
        try await set(program)
        try mode(0o775, place)
        try await refused()
        #expect(shop.folder.read("ran") == nil)
        try mode(0o755, place)
        #expect(try await shop.enter().isAccepted)
        #expect(shop.text("ran") == "x\n")
    }

    @Test func `a device outside the connector's networks is not entered, and the refusal is on the ledger`()
        async throws
    {
        let shop = try await Shop("echo x > ran")
        for networks: JSON in [["10.84.0.0/16"], ["10.83.255.2/32", "2001:db8::/32"]] {
            try await shop.house.set(
                program: shop.house.program("echo x > ran", in: shop.folder, ["networks": networks]))
            var refusal: VaultError?
            let rows = try await shop.house.house.rows {
                refusal = try await shop.house.refusal { _ = try await shop.enter() }
            }
            #expect(refusal?.code == .targetDenied && refusal?.rule == "connector.network")
            #expect(rows.last?["noted"] == "connector.enter.unsent" && rows.last?["code"] == "target_denied")
        }
        #expect(shop.folder.read("ran") == nil)
    }

    @Test func `a device is not entered by a protocol or from an address that is not its own (S2-20, S2-21)`()
        async throws
    {
        let shop = try await Shop("echo x > ran")
        try await shop.house.allow(by: ["https"])
        let other = try await shop.house.refusal { _ = try await shop.enter() }
        #expect(other?.code == .protocolDenied)
        try await shop.house.allow(from: ["198.51.100.9/32"])
        let elsewhere = try await shop.house.refusal { _ = try await shop.enter() }
        #expect(elsewhere?.code == .sourceAddress)
        try await shop.house.set(
            program: shop.house.program("echo x > ran", in: shop.folder, ["source": .null]))
        let without = try await shop.house.refusal { _ = try await shop.enter() }
        #expect(without?.code == .sourceAddress)
        #expect(shop.folder.read("ran") == nil)
    }

    @Test func `networks hold for a connector over HTTPS too`() async throws {
        let house = try await UseHouse()
        try await house.allow()
        try await house.set(devices: ["networks": ["10.84.0.0/16"]])
        let refusal = try await house.refusal {
            _ = try await house.vault.use(house.access, by: "netops", as: house.network)
        }
        #expect(refusal?.rule == "connector.network" && !house.server.noted("connected"))
        try await house.set(devices: ["networks": ["10.83.255.1/32"]])
        #expect(try await house.vault.use(house.access, by: "netops", as: house.network).isAccepted)
    }
}
