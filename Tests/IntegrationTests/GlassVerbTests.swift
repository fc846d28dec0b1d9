import CofferModel
import CofferTesting
import Foundation
import Glibc
import Testing

/// The glass is broken by the real binary, and approved by another user of the host (requirements §3.4, B33).
@Suite(
    .serialized,
    .enabled(
        if: geteuid() == 0 && Tool.path("setpriv") != nil && Tool.path("curl") != nil,
        "only root can be a second user, with setpriv and curl"))
struct GlassVerbTests {
    private static let colleague: UInt32 = 64_243
    private static let role = ["Coffer-Role": "privacy_officer", "Coffer-Purpose": "subject_rights"]

    /// Asks as the colleague.
    private func asColleague(_ served: ServedHouse, _ method: String, _ path: String) throws -> JSON? {
        var arguments = [
            "--reuid=\(Self.colleague)", "--regid=\(Self.colleague)", "--clear-groups", "curl", "-sS",
            "--unix-socket", served.socket, "-X", method,
        ]
        for (name, value) in Self.role { arguments += ["-H", "\(name): \(value)"] }
        let outcome = try Tool.run("setpriv", arguments + ["http://coffer" + path])
        return try? JSON(reading: Array(outcome.out.utf8))
    }

    @Test func `a password is seen by command, once, after a colleague approved through the socket`() throws {
        let house = try House(customers: 1)
        try house.must(house.coffer("staff", "acknowledge", "--yes"))
        try house.must(
            house.coffer(
                "staff", "add", "Vera", "--uid", "\(Self.colleague)", "--role", "privacy_officer"))
        let subject = try house.subject(1)
        let engineer = ["--as", "network_engineer", "--for", "device_ops"]
        let ticket = ["--case", "NET-7", "--reason", "break_glass"]
        let served = try ServedHouse(serving: house)
        unsafe chmod(house.path, 0o711)
        unsafe chown(served.socket, 0, Self.colleague)
        try FileManager.default.createDirectory(
            atPath: house.path + "/mine", withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        let phrase = "a long enough passphrase\n"
        for options in [["--enrol"], []] {
            let done = try served.coffer(["login", "mine/login.key"] + options, input: phrase)
            #expect(done.status == 0, "\(done.err)")
        }
        #expect(try asColleague(served, "POST", "/v1/staff/acknowledgement")?["acknowledged"] == true)
        let shown = try served.coffer(
            ["subject", "show", subject, "device_access.protocols", "--json"] + engineer)
        let record = try #require(shown.json?["records"]?.array?.first?["record"]?.string, "\(shown.err)")
        let alone = try served.coffer(["glass", "ask", record, "device_access.secret"] + engineer)
        #expect(alone.status == 1 && alone.err.contains("no_case"), "\(alone.err)")
        let asked = try served.coffer(
            ["glass", "ask", record, "device_access.secret", "--json"] + engineer + ticket)
        let number = try #require(asked.json?["request"]?.string, "\(asked.err)")
        let early = try served.coffer(["glass", "open", number, record] + engineer)
        #expect(early.status == 1 && early.err.contains("approval_missing"), "\(early.err)")
        let own = try served.coffer(
            "glass", "approve", number, "--as", "privacy_officer", "--for", "subject_rights")
        #expect(own.status == 1 && own.err.contains("approval_missing"), "\(own.err)")
        let waiting = try asColleague(served, "GET", "/v1/glass")
        #expect(waiting?["requests"]?.array?.map { $0["request"]?.string } == [number])
        let approved = try asColleague(served, "POST", "/v1/glass/\(number)/approve")
        #expect(approved?["approved"] == true, "\(String(describing: approved))")
        let listed = try served.coffer(["glass", "list"] + engineer)
        #expect(listed.out.contains(number) && listed.out.contains("yes"), "\(listed.err)")
        let open = try served.coffer(["glass", "open", number, record, "--json"] + engineer)
        let field = open.json?["records"]?.array?.first?["fields"]?["secret"]
        #expect(field?["form"] == "clear" && field?["value"]?.string?.isEmpty == false, "\(open.err)")
        let again = try served.coffer(["glass", "open", number, record] + engineer)
        #expect(again.status == 3, "\(again.err)")
        let history = try served.coffer(
            "subject", "history", subject, "--as", "privacy_officer", "--for", "subject_rights")
        for word in ["break_glass.asked", "break_glass.approved", "break_glass.opened"] {
            #expect(history.out.contains(word), "\(history.err)")
        }
    }
}
