import Coffer
import CofferModel
import CofferTesting
import Foundation
import Glibc
import Testing

private let hasPython = LocalServer.python != nil

/// Secrets are in files of their own, and these are nobody else's; a check says whether they and the way out are good.
@Suite struct DeliveryCheckTests {
    private func file(_ house: TestVault, _ name: String, _ text: String, mode: mode_t = 0o600) throws
        -> String
    {
        let path = house.directory.file(name)
        try? FileManager.default.removeItem(atPath: path)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        guard unsafe chmod(path, mode) == 0 else { throw Unexpected(what: "chmod") }
        return path
    }

    private func settings(
        _ house: TestVault, port: Int, password: String, certificate: [UInt8]? = nil
    ) -> JSON {
        var smtp: [String: JSON] = [
            "server": "localhost", "port": .integer(Int64(port)), "tls": "starttls",
            "greeting": "company.example", "user": "coffer", "password_file": .string(password),
        ]
        smtp["authorities"] = certificate.map { .string(String(decoding: $0, as: UTF8.self)) }
        var members = house.spool().object ?? [:]
        members["mail"] = ["smtp": .object(smtp)]
        return .object(members)
    }

    private func refusal(_ house: TestVault) async -> VaultError? {
        do throws(VaultError) {
            _ = try await house.vault.checkDelivery(as: house.admin)
            return nil
        } catch { return error }
    }

    @Test func `without settings there is nothing to try`() async throws {
        let house = try await TestVault()
        #expect(await refusal(house)?.code == .notFound)
    }

    @Test func `folders that are ours alone are open, and others are not`() async throws {
        let house = try await TestVault()
        try await house.vault.setDelivery(house.spool(), as: house.admin)
        #expect(
            try await house.vault.checkDelivery(as: house.admin).mail == .init(kind: "spool", reason: "local")
        )
        for name in ["spool-bodies", "spool-envelopes"] {
            try FileManager.default.createDirectory(
                atPath: house.directory.file(name), withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        }
        let rows = try await house.rows {
            let check = try await house.vault.checkDelivery(as: house.admin)
            #expect(check.mail == .init(kind: "spool", reason: nil) && check.isOpen)
        }
        #expect(rows.filter { $0["action"] == "delivery" }.count == 1)
    }

    @Test func `a password that others could read or put there is not used`() async throws {
        let house = try await TestVault()
        let password = try file(house, "password", "a password\n")
        try await house.vault.setDelivery(settings(house, port: 9, password: password), as: house.admin)
        let member = "mail.smtp.password_file"
        for mode: mode_t in [0o644, 0o640, 0o660, 0o604] {
            _ = try file(house, "password", "a password\n", mode: mode)
            #expect(
                await refusal(house)
                    == VaultError(.unavailable, rule: "delivery.secret_exposed", naming: member))
        }
        _ = try file(house, "elsewhere", "a password\n")
        try FileManager.default.removeItem(atPath: password)
        #expect(await refusal(house)?.rule == "delivery.secret_missing")
        try FileManager.default.createSymbolicLink(
            atPath: password, withDestinationPath: house.directory.file("elsewhere"))
        #expect(await refusal(house)?.rule == "delivery.secret_exposed")
        try FileManager.default.removeItem(atPath: password)
        try FileManager.default.createDirectory(atPath: password, withIntermediateDirectories: false)
        #expect(await refusal(house)?.rule == "delivery.secret_exposed")
        try FileManager.default.removeItem(atPath: password)
        for text in ["", "\n", "two\nlines\n", String(repeating: "x", count: 1025)] {
            _ = try file(house, "password", text)
            #expect(await refusal(house)?.rule == "delivery.credentials")
        }
        _ = try file(house, "password", String(repeating: "x", count: 5000))
        #expect(await refusal(house)?.rule == "delivery.secret_unreadable")
        _ = try file(house, "password", "a password\n")
        guard unsafe chmod(house.directory.path, 0o777) == 0 else { throw Unexpected(what: "chmod") }
        #expect(await refusal(house)?.rule == "delivery.secret_exposed")
        guard unsafe chmod(house.directory.path, 0o755) == 0 else { throw Unexpected(what: "chmod") }
        // What others may only look into is good enough: the file itself is closed to them.
        #expect(await refusal(house) == nil)
    }

    @Test func `a file of another user is not used`() async throws {
        let house = try await TestVault()
        let password = try file(house, "password", "a password\n")
        try await house.vault.setDelivery(settings(house, port: 9, password: password), as: house.admin)
        guard geteuid() == 0, unsafe chown(password, 65_534, 65_534) == 0 else { return }
        #expect(await refusal(house)?.rule == "delivery.secret_exposed")
    }

    @Test(arguments: [
        "", "not a key\n", "whsec_\n", "whsec_YWJj\n", "whsec_!!!\n",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n\nwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
        String(repeating: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", count: 5),
    ])
    func `keys of a webhook that are none are not used`(text: String) async throws {
        let house = try await TestVault()
        var members = try #require(house.spool().object)
        let path = try file(house, "keys", text)
        members["phone"] = [
            "webhook": [
                "url": "https://127.0.0.1:9/", "secret_file": .string(path), "allow": ["127.0.0.1:9"],
            ]
        ]
        try await house.vault.setDelivery(.object(members), as: house.admin)
        #expect(
            await refusal(house)
                == VaultError(
                    .unavailable, rule: "delivery.webhook_keys", naming: "phone.webhook.secret_file"))
        for good in [1, 4] {
            _ = try file(
                house, "keys", String(repeating: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", count: good))
            let check = try await house.vault.checkDelivery(as: house.admin)
            #expect(check.phone == .init(kind: "webhook", reason: "unreachable"))
        }
    }

    @Test(.enabled(if: hasPython, "no aiosmtpd in .build/tools; .ci/run puts it there"))
    func `a mail server is tried with TLS and login and gets no mail; what is wrong is said in a word`()
        async throws
    {
        let house = try await TestVault()
        let server = try await LocalServer.start("mail.py", "login")
        let password = try file(house, "password", "a password, ä\n")
        let document = settings(house, port: server.port, password: password, certificate: server.certificate)
        try await house.vault.setDelivery(document, as: house.admin)
        #expect(try await house.vault.checkDelivery(as: house.admin).mail == .init(kind: "smtp", reason: nil))
        // Read anew at each check.
        _ = try file(house, "password", "another\r\n")
        let wrong = try await house.vault.checkDelivery(as: house.admin)
        #expect(wrong.mail == .init(kind: "smtp", reason: "credentials 535 5.7.8") && !wrong.isOpen)
        let stranger = settings(house, port: server.port, password: password)
        try await house.vault.setDelivery(stranger, as: house.admin)
        #expect(try await house.vault.checkDelivery(as: house.admin).mail.reason == "tls")
        #expect(try server.received().isEmpty)
    }
}
