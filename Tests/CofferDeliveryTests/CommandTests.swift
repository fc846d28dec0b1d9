import CofferDelivery
import CofferModel
import CofferTesting
import Testing

@Suite struct CommandTests {
    /// Delivers by what the shell makes of some lines, run in the folder.
    ///
    /// The lines are an argument and no program of their own: a file just written may still be open in a process
    /// that another test is starting, and then it cannot be run.
    private func deliver(
        _ lines: String, in folder: TemporaryDirectory, _ message: OutboundMessage? = nil, whole: Int64 = 20
    ) async throws -> DeliveryOutcome {
        try await deliver(
            "/bin/sh", ["-c", "cd '\(folder.path)' || exit 1; \(lines)", "program", "--account", "$HOME;x"],
            message,
            whole)
    }

    private func deliver(
        _ program: String, _ arguments: [String], _ message: OutboundMessage? = nil, _ whole: Int64 = 20
    ) async throws -> DeliveryOutcome {
        let settings = try CommandSettings(
            program: program, arguments: arguments, timing: Samples.timing(connect: 1, whole: whole))
        return try await CommandTransport(settings).deliver(
            message ?? Samples.message(), to: Samples.envelope(), at: Samples.noon)
    }

    @Test func `the message comes on standard input, and the address is in no argument`() async throws {
        let folder = try TemporaryDirectory()
        let lines = #"cat > in; printf '%s\n' "$@" > arguments; env > surroundings; ls /proc/self/fd > open"#
        let message = try Samples.message("Hi", "a\n.\nb\n")
        #expect(try await deliver(lines, in: folder, message) == .delivered)
        #expect(
            folder.read("in") == Array("To: <ivan.petrov@customer.example>\r\n".utf8) + message.composed())
        func text(_ name: String) -> String { String(decoding: folder.read(name) ?? [], as: UTF8.self) }
        #expect(text("arguments") == "--account\n$HOME;x\n-i\n-f\nbounces@company.example\n-t\n")
        #expect(!text("arguments").contains("ivan"))
        let names = text("surroundings").split(separator: "\n").map { $0.prefix { $0 != "=" } }
        #expect(Set(names).isSubset(of: ["LC_ALL", "PATH", "PWD", "OLDPWD", "SHLVL", "_"]))
        // Its three streams, and the folder that ls itself reads.
        #expect(text("open") == "0\n1\n2\n3\n")
    }

    @Test(arguments: [
        (65, DeliveryOutcome.refused(DeliveryReason(.content, status: 65))),
        (67, .refused(DeliveryReason(.recipient, status: 67))),
        (75, .deferred(DeliveryReason(.busy, status: 75), retryAfter: nil)),
        (78, .deferred(DeliveryReason(.local, status: 78), retryAfter: nil)),
        (1, .deferred(DeliveryReason(.local, status: 1), retryAfter: nil)),
    ])
    func `only a status that speaks of the message refuses it`(status: Int, expected: DeliveryOutcome)
        async throws
    {
        let folder = try TemporaryDirectory()
        #expect(try await deliver("cat > in; exit \(status)", in: folder) == expected)
    }

    @Test func `a program that ends before it has read is answered by its status`() async throws {
        let folder = try TemporaryDirectory()
        let large = try Attachment(
            name: "a.bin", mediaType: "application/octet-stream", bytes: Array(repeating: 1, count: 1_000_000)
        )
        let message = try Samples.message(attachments: [large])
        #expect(
            try await deliver("exit 75", in: folder, message)
                == .deferred(DeliveryReason(.busy, status: 75), retryAfter: nil))
    }

    @Test func `a program is ended when its time is over, with those it started`() async throws {
        let folder = try TemporaryDirectory()
        let lines = "cat > in; (sleep 4; touch late) & sleep 30"
        let started = ContinuousClock.now
        #expect(
            try await deliver(lines, in: folder, whole: 1)
                == .deferred(DeliveryReason(.unknown), retryAfter: nil))
        #expect(ContinuousClock.now - started < .seconds(20))
        try await Task.sleep(for: .seconds(5))
        #expect(folder.read("late") == nil)
    }

    @Test func `a program that does not read is ended too`() async throws {
        let folder = try TemporaryDirectory()
        let large = try Attachment(
            name: "a.bin", mediaType: "application/octet-stream", bytes: Array(repeating: 1, count: 1_000_000)
        )
        #expect(
            try await deliver("sleep 30", in: folder, Samples.message(attachments: [large]), whole: 1)
                == .deferred(DeliveryReason(.timeout), retryAfter: nil))
    }

    @Test func `a program that is killed leaves it unknown, and one that is missing is tried again`()
        async throws
    {
        let folder = try TemporaryDirectory()
        #expect(
            try await deliver("cat > in; kill -9 $$", in: folder)
                == .deferred(DeliveryReason(.unknown), retryAfter: nil))
        #expect(
            try await deliver(folder.file("missing"), [])
                == .deferred(DeliveryReason(.local), retryAfter: nil))
    }

    @Test func `a program is named by its whole path, without NUL`() throws {
        let timing = try Samples.timing()
        for (program, arguments) in [("sendmail", []), ("/bin/a\0b", []), ("/bin/a", ["x\0y"])] {
            #expect(throws: BadValue("delivery.command")) {
                try CommandSettings(program: program, arguments: arguments, timing: timing)
            }
        }
    }
}
