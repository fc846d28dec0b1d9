import CSodium
import CofferCrypto
import CofferModel
import Testing

@Suite(.enabled(if: Wycheproof.isPresent, "the Wycheproof vectors are not beside the repository"))
struct WycheproofTests {
    @Test(arguments: AES256GCMTests.engines)
    func `AES-256-GCM answers as Wycheproof says`(engine: AES256GCM.Engine) throws {
        var tried = 0
        for group in try Wycheproof.groups("aes_gcm_test.json")
        where group.size("keySize") == 256 && group.size("ivSize") == 96 && group.size("tagSize") == 128 {
            for test in group.tests {
                let one = GCMCase(
                    key: test.bytes("key"), nonce: test.bytes("iv"), associated: test.bytes("aad"))
                let sealed = test.bytes("ct") + test.bytes("tag")
                let valid = test.result == "valid"
                #expect(one.open(sealed, engine) == (valid ? test.bytes("msg") : nil), "tcId \(test.id)")
                if valid { #expect(one.seal(test.bytes("msg"), engine) == sealed, "tcId \(test.id)") }
                tried += 1
            }
        }
        #expect(tried > 50)
    }

    @Test func `Ed25519 verifies as Wycheproof says`() throws {
        var tried = 0
        for group in try Wycheproof.groups("ed25519_test.json") {
            let point = group.json["publicKey"]?["pk"]?.string ?? ""
            let key = try #require(PublicKey(bytes: hex(point)))
            for test in group.tests {
                let verified = key.verifies(signature: test.bytes("sig"), of: test.bytes("msg"))
                #expect(verified == (test.result == "valid"), "tcId \(test.id)")
                tried += 1
            }
        }
        #expect(tried == 151)
    }

    @Test func `X25519, on which sealed boxes stand, answers as Wycheproof says`() throws {
        var tried = 0
        for test in try Wycheproof.groups("x25519_test.json").flatMap(\.tests) {
            var shared = [UInt8](repeating: 0, count: 32)
            let status = unsafe crypto_scalarmult(&shared, test.bytes("private"), test.bytes("public"))
            if status == 0 || test.result == "valid" {
                #expect(status == 0 && shared == test.bytes("shared"), "tcId \(test.id)")
            } else {
                #expect(test.bytes("shared") == [UInt8](repeating: 0, count: 32), "tcId \(test.id)")
            }
            tried += 1
        }
        #expect(tried == 518)
    }
}
