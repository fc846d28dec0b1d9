import CofferForms
import CofferModel
import CofferTesting
import Testing

/// SSH keys as fields: typed as OpenSSH writes them, shown so that OpenSSH reads them.
@Suite struct SSHKeyTests {
    @Test(.enabled(if: SSHTool.isHere, "no ssh-keygen"))
    func `a private key is shown as it came but for its comment, and its line without`() async throws {
        let made = try await SSHTool.make("-t ed25519 -N '' -C who@where -f a")
        let text = String(decoding: try #require(made["a"]), as: UTF8.self)
        let bytes = try Canonical.bytes(of: .string(text), as: .sshPrivateKey, at: now)
        let shown = try #require(Shown.json(bytes, as: .sshPrivateKey).string)
        #expect(shown.hasPrefix("-----BEGIN OPENSSH PRIVATE KEY-----\n"))
        #expect(try Canonical.bytes(of: .string(shown), as: .sshPrivateKey, at: now) == bytes)
        #expect(Normalised.bytes(bytes, as: .sshPrivateKey) == nil)
        let line = String(decoding: try #require(made["a.pub"]), as: UTF8.self).split(separator: "\n")[0]
        let words = line.split(separator: " ")
        #expect(canonical(.string(String(line)), .sshPublicKey) == words[0] + " " + words[1])
        #expect(canonical(.string("\(words[0]) \(words[1])"), .sshPublicKey) == words[0] + " " + words[1])
        #expect(canonical(.string("ssh-rsa \(words[1])"), .sshPublicKey) == "refused: ssh_key.algorithm")
    }

    @Test(arguments: ["", "ssh-ed25519", "ssh-ed25519 %%%%", "AAAA", "ssh-ed25519 AAAA\nssh-ed25519 AAAA"])
    func `what is no line of a public key is refused`(input: String) {
        #expect(canonical(.string(input), .sshPublicKey).hasPrefix("refused: ssh_key."))
    }

    @Test func `a key that an older version kept as text is shown as that text`() {
        let text = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"
        #expect(Shown.json(Array(text.utf8), as: .sshPrivateKey) == .string(text))
    }
}
