import CofferCrypto
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Keys of SSH as `ssh-keygen` makes them.
@Suite(.enabled(if: SSHTool.isHere, "no ssh-keygen"))
struct SSHKeyTests {
    private func bytes(_ pem: [UInt8]) throws -> (bytes: [UInt8], blob: [UInt8]) {
        let read = unsafe pem.withUnsafeBytes { pem in
            Result { () throws(BadValue) in
                let key = unsafe try SSHPrivateKey(pem: pem)
                return (key.bytes, key.publicKey.blob)
            }
        }
        return try read.get()
    }

    private func refusal(_ bytes: [UInt8]) -> Rule? {
        do throws(BadValue) { _ = try SSHPrivateKey(bytes: bytes).bytes } catch { return error.rule }
        return nil
    }

    @Test(arguments: ["ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa -b 2048"])
    func `a key has one form, whatever its comment, and the public half of its own line`(kind: String)
        async throws
    {
        let made = try await SSHTool.make(
            "-t \(kind) -N '' -C 'somebody@home' -f a", "-c -C 'another@work' -f a -P ''")
        let one = try bytes(try #require(made["a"]))
        let again = try await SSHTool.make("-t ed25519 -N '' -f b")
        #expect(try SSHPrivateKey(bytes: one.bytes).bytes == one.bytes)
        #expect(one.bytes.firstRange(of: Array("home".utf8)) == nil)
        #expect(one.bytes.firstRange(of: Array("work".utf8)) == nil)
        let line = String(decoding: try #require(made["a.pub"]), as: UTF8.self).split(separator: " ")
        #expect(Data(one.blob).base64EncodedString() == String(line[1]))
        #expect(try SSHPublicKey(blob: one.blob).algorithm == String(line[0]))
        #expect(try bytes(try #require(again["b"])).bytes != one.bytes)
    }

    @Test(arguments: ["ed25519", "ecdsa -b 256", "rsa -b 2048"])
    func `what was made one form is read by OpenSSH`(kind: String) async throws {
        let made = try await SSHTool.make("-t \(kind) -N '' -C a -f a")
        let one = try bytes(try #require(made["a"])).bytes
        let text =
            "-----BEGIN OPENSSH PRIVATE KEY-----\n"
            + Data(one).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
            + "\n-----END OPENSSH PRIVATE KEY-----\n"
        let shown = try await SSHTool.publicLine(of: text)
        let line = String(decoding: try #require(made["a.pub"]), as: UTF8.self).split(separator: " ")
        #expect(shown.split(whereSeparator: \.isWhitespace).prefix(2).elementsEqual(line.prefix(2)))
    }

    @Test(arguments: ["ed25519", "ecdsa -b 256", "rsa -b 2048"])
    func `every byte of a key counts: one changed is refused or another's comment`(kind: String) async throws
    {
        let made = try await SSHTool.make("-t \(kind) -N '' -C '' -f a")
        let one = try bytes(try #require(made["a"])).bytes
        for place in one.indices {
            var broken = one
            broken[place] ^= 0x40
            let refused = refusal(broken)
            #expect(refused != nil, "\(kind), \(place)")
        }
        #expect(refusal(one + [0]) == "ssh_key.form")
        #expect(refusal(Array(one.dropLast())) == "ssh_key.form")
    }

    @Test func `keys under a passphrase, of DSA and of hardware are refused`() async throws {
        let sealed = try await SSHTool.make("-t ed25519 -N correct -f a")
        #expect(throws: BadValue("ssh_key.encrypted")) { try bytes(#require(sealed["a"])) }
        #expect(throws: BadValue("ssh_key.pem")) { try bytes([]) }
        let blob = [0, 0, 0, 7] + Array("ssh-dss".utf8)
        #expect(throws: BadValue("ssh_key.algorithm")) { try SSHPublicKey(blob: blob) }
        #expect(throws: BadValue("ssh_key.form")) { try SSHPublicKey(blob: [0, 0, 0, 200, 1]) }
        #expect(throws: BadValue("ssh_key.form")) { try SSHPublicKey(blob: [255, 255, 255, 255]) }
    }
}
