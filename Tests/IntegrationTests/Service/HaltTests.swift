import CofferModel
import CofferTesting
import Foundation
import Testing

/// A service whose ledger can be written no more.
@Suite(
    .enabled(if: SmallDisk.isPossible, "mounting a small file system is not allowed here"),
    .enabled(if: Tool.path("curl") != nil, "curl is not here"))
struct HaltTests {
    private static let auditor = ["Coffer-Role": "auditor", "Coffer-Purpose": "audit"]

    @Test func `when the ledger cannot be written nothing is answered, and the service says why`() throws {
        let house = try House()
        let disk = try SmallDisk(megabytes: 8, at: house.path + "/disk")
        try house.must(house.coffer("init", "disk/acme", "--charter", "network-admin"))
        try house.must(
            house.coffer(
                "staff", "add", "Test", "--uid", "\(geteuid())", "--role", "auditor", "--vault", "disk/acme"))
        let socket = house.path + "/s"
        let service = try house.start(["serve", "--vault", "disk/acme", "--socket", socket])
        defer { service.send(SIGKILL) }
        let curl = Curl(socket: socket)
        try SocketWay.wait(for: service, curl)
        #expect(try curl("GET", "/v1/keys", Self.auditor).status == 200)
        // To the last page; rows fit into the one that was begun.
        let full = try Tool.run("sh", ["-c", "cat /dev/zero > \(house.path)/disk/full"])
        #expect(full.status != 0)
        var refused: Curl.Answer?
        for _ in 0..<100 {
            let answer = try curl("GET", "/v1/keys", Self.auditor)
            if answer.status != 200 {
                refused = answer
                break
            }
        }
        #expect(refused?.status == 503)
        #expect(refused?.code == "halted")
        for _ in 0..<2 {
            let again = try curl("GET", "/v1/keys", Self.auditor)
            #expect(again.status == 503 && again.code == "halted")
            #expect(again.json?.object?["reason"] == "the ledger stopped: write.full")
        }
        let ready = try curl("GET", "/readyz")
        #expect(ready.status == 503)
        #expect(ready.json == ["state": "halted", "reason": "the ledger stopped: write.full"])
        #expect(try curl("GET", "/healthz").status == 200)
        #expect(try curl("GET", "/metrics").body.contains(#"coffer_vault_state{state="halted"} 1"#))
        // With room again, a new start is all it takes.
        try FileManager.default.removeItem(atPath: house.path + "/disk/full")
        try disk.remount("size=64m")
        service.send(SIGTERM)
        _ = service.end()
        #expect(try house.coffer("verify", "--vault", "disk/acme").status == 0)
    }
}
