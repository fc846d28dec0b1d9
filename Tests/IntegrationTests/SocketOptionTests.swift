import CofferModel
import CofferTesting
import Foundation
import Testing

/// Which vault a verb means, and what it says when it cannot go through the socket.
@Suite struct SocketOptionTests {
    @Test func `a vault and a socket at once is usage`() throws {
        let house = try House(customers: 0)
        let both = try house.coffer("key", "list", "--vault", "acme", "--socket", "acme.sock")
        #expect(both.status == 2)
        #expect(both.err.contains("only one of them"))
        let environment = try house.coffer(["key", "list"], environment: ["COFFER_SOCKET": "acme.sock"])
        #expect(environment.status == 2)
        #expect(environment.err.contains("COFFER_VAULT and COFFER_SOCKET"))
        let said = try house.coffer(
            ["key", "list", "--vault", "acme"], environment: ["COFFER_SOCKET": "acme.sock"])
        #expect(said.status == 0)
    }

    @Test func `where no service is, it is unavailable`() throws {
        let house = try House(customers: 0)
        let missing = try house.coffer("key", "list", "--socket", "acme.sock", "--json")
        #expect(missing.status == 5)
        #expect(missing.refusal == ["code": "unavailable", "reason": "no service answers at this socket"])
        let lines = try house.coffer("import", "-", "--socket", "acme.sock", input: Customer.line(1))
        #expect(lines.status == 5)
    }

    @Test(arguments: [
        ["key", "role", "job", "--role", "auditor", "--out", "job.key"], ["charter", "table"],
    ])
    func `a verb without a route says where it runs`(verb: [String]) throws {
        let house = try House(customers: 0)
        let refused = try house.coffer(verb + ["--socket", "acme.sock"])
        #expect(refused.status == 2)
        #expect(refused.err.contains("runs only beside the vault"))
    }

    @Test func `who has only a service is told that it sends by itself`() throws {
        let house = try House(customers: 0)
        let refused = try house.coffer(
            ["notice", "deliver"], environment: ["COFFER_VAULT": "", "COFFER_SOCKET": "acme.sock"])
        #expect(refused.status == 2)
        #expect(refused.err.contains("sends by itself") && refused.err.contains("coffer notice list"))
    }

    @Test(arguments: [["lock"], ["unlock"], ["unlock", "--key", "acme-custody/root.key"]])
    func `locking and unlocking are asked of a service`(verb: [String]) throws {
        let house = try House(customers: 0)
        let refused = try house.coffer(verb)
        #expect(refused.status == 2)
        #expect(refused.err.contains("--socket PATH"))
    }

    @Test func `how a vault is opened is not for who asks a service`() throws {
        let house = try House(customers: 0)
        let refused = try house.coffer("key", "list", "--socket", "acme.sock", "--role-key", "job.key")
        #expect(refused.status == 2)
        #expect(refused.err.contains("coffer serve"))
    }

    @Test func `the root key is not sent to a socket that others could have made`() throws {
        let house = try House(customers: 0)
        let refused = try house.coffer(
            "unlock", "--socket", "/tmp/coffer-test.sock", "--key", "acme-custody/root.key")
        #expect(refused.status == 2)
        #expect(refused.err.contains("others may make a socket"))
        let gone = try house.coffer(
            "unlock", "--socket", house.path + "/nowhere/s", "--key", "acme-custody/root.key")
        #expect(gone.status == 2)
    }

    @Test func `what is no root key is not sent`() throws {
        let house = try House(customers: 0)
        for input in ["", "short", String(repeating: "x", count: 57)] {
            #expect(try house.coffer("unlock", "--socket", "acme.sock", input: input).status == 2)
        }
        try house.write(String(repeating: "x", count: 56), to: "open.key")
        let open = try house.coffer("unlock", "--socket", "acme.sock", "--key", "open.key")
        #expect(open.status == 5)
        #expect(open.err.contains("locked"))
    }

    @Test func `a vault that a service has open is named with its socket`() throws {
        let house = try House(customers: 0)
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        holder.arguments = [
            "flock", "--no-fork", house.path + "/acme/lock", "sh", "-c",
            "echo \"$$ coffer serve /run/acme/coffer.sock\" > acme/lock; echo held; exec sleep 60",
        ]
        holder.currentDirectoryURL = URL(fileURLWithPath: house.path)
        let output = Pipe()
        holder.standardOutput = output
        try holder.start()
        defer { holder.terminate() }
        _ = try output.fileHandleForReading.read(upToCount: 5)
        let refused = try house.coffer("key", "list")
        #expect(refused.status == 5)
        #expect(
            refused.err.hasSuffix(
                "has the vault open (coffer serve /run/acme/coffer.sock): ask it with "
                    + "--socket /run/acme/coffer.sock\n"))
    }
}
