import CofferModel
import CofferTesting
import Foundation
import Testing

/// A clerk queues a notice at the socket, and the service sends it.
@Suite struct SendingTests {
    @Test
    func `what is queued at the socket leaves within moments, and its token makes the address a channel`()
        async throws
    {
        try await apart {
            let house = try House(customers: 1)
            try house.must(
                house.coffer("staff", "add", "Test", "--uid", "\(geteuid())", "--role", "dispatcher"))
            try house.must(house.coffer("staff", "acknowledge", "--yes"))
            for folder in ["bodies", "envelopes"] {
                try FileManager.default.createDirectory(
                    atPath: house.path + "/" + folder, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700])
            }
            try house.write(
                """
                {"from": {"name": "Networks", "address": "notices@networks.example"},
                 "sender": "bounces@networks.example", "message_domain": "networks.example",
                 "mail": {"spool": {"bodies": "\(house.path)/bodies", "envelopes": "\(house.path)/envelopes"}}}
                """, to: "delivery.json")
            try house.must(house.coffer("delivery", "set", "delivery.json"))
            let subject = try house.subject(1)
            let served = try ServedHouse(serving: house)
            let support = ["--as", "support_technician", "--for", "support"]
            let listed = try served.coffer(["channel", "list", subject, "--json"] + support)
            let channel = try #require(listed.json?["channels"]?.array?.first)
            let field = "\(channel["record"]?.string ?? "")/\(channel["field"]?.string ?? "")"
            let proposed = try served.coffer(["channel", "propose", subject, field] + support)
            let next = (["coffer", "notice", "send", "welcome_verify", "--subject", subject] + support)
                .joined(separator: " ")
            #expect(proposed.status == 0 && proposed.out.hasSuffix("    \(next)\n"), "\(proposed)")
            let queued = try served.coffer(
                ["notice", "send", "welcome_verify", "--subject", subject] + support)
            #expect(queued.status == 0 && queued.out.contains("Queued as "))
            let message = try Self.message(in: house.path + "/bodies/new")
            #expect(!message.contains(Customer.email(1)))
            let link = try #require(message.firstMatch(of: /networks\.example\/n\/([0-9a-f]{32})/))
            let token = String(link.1)
            let officer = ["--as", "privacy_officer", "--for", "subject_rights", "--case", "DSR-1"]
            for verb in [["notice", "link"] + officer, ["notice", "unsubscribe"] + support] {
                #expect(try served.coffer(verb, input: token + "\n").status == 3)
            }
            // As it is copied from a mail: the whole link, with a space before it.
            let verified = try served.coffer(
                ["channel", "verify"] + support, input: " https://my.\(link.0)?from=mail \n")
            #expect(verified.status == 0 && verified.out.contains("verified"))
            let list = try served.coffer(
                [
                    "notice", "list", "--subject", subject, "--as", "support_technician", "--for",
                    "service_notice",
                ])
            #expect(list.status == 0 && list.out.contains("sent"))
            let metrics = try served.curl("GET", "/metrics").body
            #expect(metrics.contains(#"coffer_notices_total{outcome="sent"} 1"#))
            #expect(served.stop().status == 0)
        }
    }

    /// The first message of a folder, its first base64 part read; waits for it.
    private static func message(in folder: String) throws -> String {
        let deadline = Date.now.addingTimeInterval(30)
        while .now < deadline {
            if let name = try? FileManager.default.contentsOfDirectory(atPath: folder).first {
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                let start = try #require(lines.firstIndex { $0.lowercased().contains("base64") })
                let body = lines[start...].drop { !$0.isEmpty }.drop { $0.isEmpty }.prefix {
                    !$0.isEmpty && !$0.hasPrefix("--")
                }
                return String(decoding: Data(base64Encoded: body.joined()) ?? Data(), as: UTF8.self)
            }
            usleep(50_000)
        }
        throw NothingLeft()
    }

    private struct NothingLeft: Error {}
}
