import Coffer
import CofferCrypto
import CofferFields
import CofferModel
import CofferSQLite
import CofferTesting
import Foundation
import Testing

/// The published examples: good enough to learn with, refused for anything else.
@Suite struct ExampleTests {
    private var examples: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "keys-example")
    }

    private func privateCopy(of name: String, in directory: TemporaryDirectory) throws -> String {
        let path = directory.file(name)
        try Data(contentsOf: examples.appending(path: name)).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }

    private func new(_ directory: TemporaryDirectory, allow: Bool) throws -> NewVault {
        NewVault(
            directory: directory.file("vault"), charter: .named("network-admin"), admin: "Test",
            anchor: directory.file("anchors"), rootKey: try privateCopy(of: "root.key", in: directory),
            allowExampleKeys: allow)
    }

    @Test func `a published key makes no vault unless somebody says so`() async throws {
        let directory = try TemporaryDirectory()
        let choices = try new(directory, allow: false)
        await #expect {
            try await Vault.create(
                choices, storage: .sqlite(activity: "test"), time: SystemClock(), random: SystemRandom())
        } throws: { ($0 as? VaultError)?.code == .locked }
        #expect(!FileManager.default.fileExists(atPath: directory.file("vault")))
    }

    @Test func `a published key opens no vault unless somebody says so`() async throws {
        let directory = try TemporaryDirectory()
        let vault = try await Vault.create(
            try new(directory, allow: true), storage: .sqlite(activity: "test"), time: SystemClock(),
            random: SystemRandom())
        try await vault.close()
        let path = directory.file("vault")
        await #expect {
            try await Vault.open(
                path, custody: .root, storage: .sqlite(activity: "test"), time: SystemClock(),
                random: SystemRandom())
        } throws: { ($0 as? VaultError)?.code == .locked }
        var options = OpenOptions()
        options.allowExampleKeys = true
        let again = try await Vault.open(
            path, custody: .root, options: options, storage: .sqlite(activity: "test"), time: SystemClock(),
            random: SystemRandom())
        try await again.close()
    }

    @Test func `a key file that others can read is refused`() async throws {
        let directory = try TemporaryDirectory()
        let choices = try new(directory, allow: true)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: directory.file("root.key"))
        await #expect {
            try await Vault.create(
                choices, storage: .sqlite(activity: "test"), time: SystemClock(), random: SystemRandom())
        } throws: { ($0 as? VaultError)?.code == .locked }
    }

    @Test func `all forty published customers go in, and the vault verifies`() async throws {
        let house = try await TestVault()
        let file = try String(contentsOf: examples.appending(path: "customers.jsonl"), encoding: .utf8)
        let lines = file.split(separator: "\n").enumerated().map {
            ImportLine(number: $0.offset + 1, bytes: Array($0.element.utf8))
        }
        let results = try await house.vault.importLines(lines, as: house.admin)
        #expect(lines.count == 40)
        for result in results {
            if case .refused(let error) = result { Issue.record("refused: \(error)") }
        }
        let report = try await house.vault.verify(as: house.admin) { _ in }
        #expect(report.findings == [])
    }

    @Test func `the example charter loads`() throws {
        let text = try String(contentsOf: examples.appending(path: "charter.yaml"), encoding: .utf8)
        #expect(CharterChoice.file(name: "charter.yaml", text: text).check() == [])
    }
}
