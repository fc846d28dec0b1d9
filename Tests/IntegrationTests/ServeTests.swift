import CofferModel
import CofferTesting
import Foundation
import Glibc
import Testing

/// `coffer serve`, as the program that it is.
@Suite(.enabled(if: Tool.path("curl") != nil, "curl is the client"))
struct ServeTests {
    private func mode(_ path: String) -> mode_t? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return status.st_mode & 0o7777
    }

    private func curl(_ house: House, _ arguments: String...) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments = ["-s", "--max-time", "240", "--unix-socket", house.path + "/s"] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.start()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, out: String(decoding: bytes, as: UTF8.self), err: "")
    }

    /// Starts the service and waits until it answers.
    private func serve(_ house: House, _ arguments: String..., under wrapper: [String] = []) async throws
        -> Running
    {
        let running = try house.start(["serve", "--socket", house.path + "/s"] + arguments, under: wrapper)
        for _ in 0..<600 where running.isRunning {
            if try curl(house, "http://coffer/healthz").status == 0 { return running }
            try await Task.sleep(for: .milliseconds(50))
        }
        running.send(SIGKILL)
        throw Failed(outcome: running.end())
    }

    @Test func `it answers under any umask with a socket of mode 0660, and ends well on SIGTERM`()
        async throws
    {
        let house = try House(customers: 1)
        let service = try await serve(house, under: ["/bin/sh", "-c", #"umask 000; exec "$@""#, "sh"])
        #expect(mode(house.path + "/s") == 0o660)
        #expect(try curl(house, "http://coffer/v1/whoami").json?["active"] == true)
        let second = try house.coffer("serve", "--socket", house.path + "/t")
        #expect(second.status == 5, "one process has a vault open at a time")
        #expect(mode(house.path + "/t") == nil)
        service.send(SIGTERM)
        let end = service.end()
        #expect(end.status == 0)
        #expect(mode(house.path + "/s") == nil)
        let lines = end.err.split(separator: "\n").map { try? JSON(reading: Array($0.utf8)) }
        #expect(lines.allSatisfy { $0?["event"] != nil && $0?["time"] != nil }, "logs are lines of JSON")
        #expect(lines.contains { $0?["route"] == "/v1/whoami" && $0?["status"] == 200 })
        #expect(try house.coffer("verify").status == 0)
    }

    @Test func `it begins locked, and the key that is brought opens it`() async throws {
        let house = try House(customers: 0)
        let service = try await serve(house, "--locked")
        #expect(try curl(house, "http://coffer/readyz").json?["state"] == "locked")
        let key = house.path + "/acme-custody/root.key"
        let unlocked = try curl(
            house, "-X", "POST", "-H", "Content-Type: application/octet-stream", "--data-binary",
            "@\(key)", "http://coffer/v1/unlock")
        #expect(unlocked.out == "")
        #expect(try curl(house, "http://coffer/readyz").json?["state"] == "open")
        #expect(try curl(house, "http://coffer/v1/whoami").json?["active"] == true)
        service.send(SIGINT)
        #expect(service.end().status == 0)
    }

    @Test func `a credential of systemd is the key, wherever it lies`() async throws {
        let house = try House(customers: 0)
        let folder = house.path + "/credentials"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try FileManager.default.moveItem(
            atPath: house.path + "/acme-custody/root.key", toPath: folder + "/root.key")
        let without = try house.coffer("serve", "--socket", house.path + "/s")
        #expect(without.status == 5)
        let service = try await serve(
            house, "--credential", "root.key", under: ["/usr/bin/env", "CREDENTIALS_DIRECTORY=\(folder)"])
        #expect(try curl(house, "http://coffer/v1/whoami").json?["active"] == true)
        service.send(SIGTERM)
        #expect(service.end().status == 0)
    }

    @Test func `a second service fails clearly, and leaves the first its socket`() async throws {
        let (house, other) = (try House(customers: 0), try House(customers: 0))
        let service = try await serve(house)
        for arguments in [[], ["--locked"]] {
            let same = try house.coffer(["serve", "--socket", house.path + "/s"] + arguments)
            #expect(same.status == 5)
            #expect(same.err.contains("coffer serve \(house.path)/s"), "\(same.err)")
            let another = try other.coffer(["serve", "--socket", house.path + "/s"] + arguments)
            #expect(another.status == 1)
            #expect(another.err == "coffer: conflict: another service has this socket\n")
            #expect(try curl(house, "http://coffer/v1/whoami").json?["active"] == true)
        }
        service.send(SIGTERM)
        #expect(service.end().status == 0)
        #expect(try other.coffer("verify").status == 0, "the vault that found no socket was closed well")
    }

    @Test func `a locked service keeps its socket, and not the vault's directory`() async throws {
        let house = try House(customers: 0)
        let service = try await serve(house, "--locked")
        let second = try house.coffer("serve", "--locked", "--socket", house.path + "/s")
        #expect(second.status == 1)
        #expect(second.err == "coffer: conflict: another service has this socket\n")
        #expect(try house.coffer("verify").status == 0)
        #expect(try curl(house, "http://coffer/readyz").json?["state"] == "locked")
        service.send(SIGTERM)
        #expect(service.end().status == 0)
    }

    @Test func `without a vault there is no socket`() throws {
        let house = try House()
        for arguments in [[], ["--locked"]] {
            let service = try house.coffer(["serve", "--socket", house.path + "/s"] + arguments)
            #expect(service.status == 2)
            #expect(mode(house.path + "/s") == nil)
        }
    }

    @Test(arguments: [[SIGTERM, SIGTERM], [SIGTERM, SIGINT], [SIGINT, SIGINT]])
    func `a second signal ends a stop at once, and nothing is lost`(signals: [Int32]) async throws {
        let house = try House(customers: 1)
        let service = try await serve(house)
        // A request that is still being sent holds up the stop.
        let slow = Process()
        slow.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        try house.write(String(repeating: "x", count: 100_000), to: "slow")
        slow.arguments = [
            "-s", "--max-time", "60", "--unix-socket", house.path + "/s", "--limit-rate", "100", "-X", "POST",
            "-H",
            "Coffer-Role: auditor", "-H", "Coffer-Purpose: audit", "-H", "Content-Type: application/x-ndjson",
            "-T", house.path + "/slow", "http://coffer/v1/read",
        ]
        slow.standardOutput = FileHandle.nullDevice
        try slow.start()
        for _ in 0..<100 {
            let metrics = try curl(house, "http://coffer/metrics").out
            if metrics.contains("coffer_http_requests_in_flight 2\n") { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        service.send(signals[0])
        try await Task.sleep(for: .seconds(1))
        #expect(service.isRunning)
        let begun = ContinuousClock.now
        service.send(signals[1])
        #expect(service.end().status == 130)
        #expect(ContinuousClock.now - begun < .seconds(3))
        // Held to its rate, it does not notice for long that nobody listens; and it may have inherited a mask of signals.
        kill(slow.processIdentifier, SIGKILL)
        slow.waitUntilExit()
        #expect(try house.coffer("verify").status == 0)
        // What it left behind is no obstacle.
        let next = try await serve(house)
        next.send(SIGTERM)
        #expect(next.end().status == 0)
    }

    @Test func `an import's memory stays as it is however many lines it has`() async throws {
        let house = try House(customers: 0)
        let service = try await serve(house)
        // The same few customers over and over: the vault itself does not grow.
        let lines = (0..<500).map { number in
            #"{"ref":"c\#(number)","language":"bg","source":"order","records":[{"class":"contact","#
                + #""fields":{"email":"canary\#(number)@example.com"}}]}"# + "\n"
        }.joined()
        try house.write(lines, to: "short")
        try house.write(String(repeating: lines, count: 80), to: "long")
        func stream(_ file: String) async throws -> String {
            try await apart {
                try curl(
                    house, "-X", "POST", "-H", "Coffer-Role: admin", "-H", "Coffer-Purpose: key_admin", "-H",
                    "Content-Type: application/x-ndjson", "-T", house.path + "/" + file,
                    "http://coffer/v1/import"
                ).out
            }
        }
        let end = #""lines":"#
        #expect(
            try await stream("short").hasSuffix(#""added":500,"lines":500,"refused":0,"unchanged":0}"# + "\n")
        )
        _ = try await stream("short")
        let before = try peak(service.pid)
        let answer = try await stream("long")
        #expect(answer.suffix(100).contains(end + "40000"))
        #expect(try peak(service.pid) - before < 16 * 1024, "KiB, of a stream of 40,000 lines")
        service.send(SIGTERM)
        #expect(service.end().status == 0)
    }

    @Test func `memory stays as it is however long a stream is`() async throws {
        let house = try House(customers: 0)
        let service = try await serve(house)
        let line = String(repeating: "x", count: 4000) + "\n"
        try house.write(String(repeating: line, count: 1000), to: "short")
        try house.write(String(repeating: line, count: 8000), to: "long")
        func stream(_ file: String) throws -> String {
            try curl(
                house, "-X", "POST", "-H", "Coffer-Role: auditor", "-H", "Coffer-Purpose: audit", "-H",
                "Content-Type: application/x-ndjson", "-T", house.path + "/" + file, "http://coffer/v1/read"
            ).out
        }
        #expect(try stream("short").hasSuffix("{\"answered\":0,\"lines\":1000}\n"))
        let before = try peak(service.pid)
        #expect(try stream("long").hasSuffix("{\"answered\":0,\"lines\":8000}\n"))
        #expect(try peak(service.pid) - before < 16 * 1024, "KiB, of a stream of 32 MB")
        service.send(SIGTERM)
        #expect(service.end().status == 0)
    }

    /// The most memory a process has had, in KiB.
    private func peak(_ pid: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return Int(line?.filter(\.isNumber) ?? "") ?? 0
    }
}
