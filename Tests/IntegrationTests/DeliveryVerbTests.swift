import Coffer
import CofferModel
import CofferSQLite
import CofferTesting
import Foundation
import Testing

@Suite struct DeliveryVerbTests {
    private static let pem = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"

    private func settings(_ house: House, _ mail: String) -> String {
        """
        {"from":{"name":"The Company","address":"notices@company.example"},"sender":"bounces@company.example",
         "message_domain":"company.example","mail":\(mail)}
        """
    }

    private func smtp(_ more: String = "") -> String {
        #"{"smtp":{"server":"localhost","port":9,"tls":"starttls","greeting":"company.example"\#(more)}}"#
    }

    @Test func `settings are set from a file or standard input, shown, and tried`() throws {
        let house = try House(customers: 0)
        #expect(try house.coffer("delivery", "show").out.contains("coffer delivery set FILE"))
        #expect(try house.coffer("delivery", "check").status == 3)
        try house.write(settings(house, #"{"command":{"path":"/bin/true"}}"#), to: "delivery.json")
        let set = try house.coffer("delivery", "set", "delivery.json", "--json")
        #expect(set.status == 0, "\(set.err)")
        #expect(set.json?["settings"]?["times"] == ["connect": 10, "whole": 60])
        #expect(try house.coffer("delivery", "show", "--json").out == set.out)
        let shown = try house.coffer("delivery", "show")
        #expect(shown.out.contains("mail.command.path") && shown.out.contains("/bin/true"))
        let check = try house.coffer("delivery", "check")
        #expect(check.status == 0 && check.out.contains("open"))
        let other = try house.coffer("delivery", "set", "-", input: settings(house, smtp()))
        #expect(other.status == 0 && other.out.contains("mail.smtp.port"))
        let closed = try house.coffer("delivery", "check", "--json")
        #expect(closed.status == 5)
        #expect(
            closed.json?["mail"] == ["kind": "smtp", "open": false, "reason": "unreachable"])
        #expect(try house.coffer("verify").status == 0)
    }

    @Test func `certificates are taken in from their file, and stay as they were`() throws {
        let house = try House(customers: 0)
        try house.write(Self.pem, to: "ca.pem")
        let path = house.path + "/ca.pem"
        let set = try house.coffer(
            "delivery", "set", "-", "--json", input: settings(house, smtp(#","authorities":"\#(path)""#)))
        #expect(set.json?["settings"]?["mail"]?["smtp"]?["authorities"] == .string(Self.pem))
        try house.write(Self.pem + Self.pem, to: "ca.pem")
        #expect(try house.coffer("delivery", "show", "--json").out == set.out)
        #expect(try house.coffer("delivery", "show").out.contains("certificates of its own"))
        let none = try house.coffer(
            "delivery", "set", "-", input: settings(house, smtp(#","authorities":"\#(path).none""#)))
        #expect(none.status == 2)
    }

    @Test func `what is not right is refused by rule and member, without what was typed`() throws {
        let house = try House(customers: 0)
        let refused = try house.coffer(
            "delivery", "set", "-", input: settings(house, smtp(#","password":"s3cret""#)))
        #expect(refused.status == 2)
        #expect(refused.err == "coffer: bad_value (delivery.unknown_member): mail.smtp\n")
        #expect(try house.coffer("delivery", "set", "s3cret.json").status == 2)
        #expect(try house.coffer("delivery", "set", "-", input: "s3cret").err.contains("s3cret") == false)
        let denied = try house.coffer(
            "delivery", "set", "-", "--as", "auditor", "--for", "audit", input: settings(house, smtp()))
        #expect(denied.status == 1)
        #expect(denied.err.hasPrefix("coffer: role_denied"))
    }

    @Test func `with two administrators they wait, and who approves is told how`() async throws {
        let house = try House(customers: 0)
        try await house.addSecond()
        let told = try house.coffer("delivery", "set", "-", input: settings(house, smtp()))
        #expect(told.status == 0)
        let shown = try house.coffer("delivery", "show", "--json")
        let id = try #require(shown.json?["waiting"]?["proposal"]?.string)
        #expect(told.out.contains("    coffer delivery approve \(id)\n"))
        #expect(told.out.contains("Nothing is delivered yet"))
        let own = try house.coffer("delivery", "approve", id)
        #expect(own.status == 1)
        #expect(own.err.hasPrefix("coffer: approval_missing"))
        #expect(try house.coffer("delivery", "approve", "nonsense").status == 2)
        let vault = try await Vault.open(
            house.path + "/acme", custody: .root, options: OpenOptions(), storage: .sqlite(activity: "test"),
            time: SystemClock(), random: SystemRandom())
        let vera = try vault.session(
            peer: Origin(uid: House.second, pid: 1), token: nil, role: .admin, purpose: .keyAdmin,
            caseID: nil,
            reason: nil)
        _ = try await vault.approveDelivery(try #require(ProposalID(id)), as: vera)
        try await vault.close()
        let now = try house.coffer("delivery", "show", "--json")
        #expect(now.json?["waiting"] == .null)
        #expect(now.json?["settings"]?["mail"]?["smtp"]?["port"] == 9)
        #expect(try house.coffer("delivery", "approve", id).status == 3)
        #expect(try house.coffer("verify").status == 0)
    }
}
