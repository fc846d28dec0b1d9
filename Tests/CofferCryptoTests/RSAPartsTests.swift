import CofferCrypto
import CofferModel
import CofferTesting
import Foundation
import Testing

/// An RSA key is one key in all its parts, and none of them is larger than such keys are.
@Suite struct RSAPartsTests {
    private enum Part: Int {
        case modulus = 1, exponent, secret, first, second, firstSecret, secondSecret, inverse
    }

    /// The nine numbers of a key of 2,048 bits, version first.
    private func numbers() async throws -> [[UInt8]] {
        let made = try await OpenSSL.make("genrsa -traditional -out a.pem 2048")
        let lines = String(decoding: try #require(made["a.pem"]), as: UTF8.self).split(separator: "\n")
        let text = lines.filter { !$0.hasPrefix("-") }.joined()
        var rest = Array(try #require(Data(base64Encoded: text)))[4...]
        var numbers: [[UInt8]] = []
        while !rest.isEmpty {
            let size = rest[rest.startIndex + 1]
            let head = size < 128 ? 2 : 2 + Int(size & 127)
            let count =
                size < 128
                ? Int(size) : rest.dropFirst(2).prefix(head - 2).reduce(0) { $0 << 8 | Int($1) }
            numbers.append(Array(rest.dropFirst(head).prefix(count)))
            rest = rest.dropFirst(head + count)
        }
        return numbers
    }

    private func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = Array(BigEndian.bytes(UInt32(content.count)).drop { $0 == 0 })
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }

    private func refusal(_ numbers: [[UInt8]]) -> Rule? {
        let der = element(
            0x30, numbers.flatMap { $0.count < 128 ? [2, UInt8($0.count)] + $0 : element(2, $0) })
        do throws(BadValue) { _ = try PrivateKeyForm(der: der).keyHash } catch { return error.rule }
        return nil
    }

    private func changed(_ numbers: [[UInt8]], _ part: Part, _ change: (inout [UInt8]) -> Void) -> [[UInt8]] {
        var numbers = numbers
        change(&numbers[part.rawValue])
        return numbers
    }

    @Test func `a key as it was made is taken`() async throws {
        #expect(try await refusal(numbers()) == nil)
    }

    @Test func `a part that is another key's is refused, though the key would sign (B34)`() async throws {
        let key = try await numbers()
        for part in [Part.secret, .first, .second, .firstSecret, .secondSecret, .inverse] {
            let wrong = changed(key, part) { $0[$0.count - 2] ^= 1 }
            #expect(refusal(wrong) == "private_key.pair", "\(part)")
        }
        let swapped = changed(
            changed(key, .firstSecret) { $0 = key[Part.secondSecret.rawValue] }, .secondSecret
        ) {
            $0 = key[Part.firstSecret.rawValue]
        }
        #expect(["private_key.pair", "private_key.size"].contains(refusal(swapped)))
    }

    @Test func `a part that is larger than the key is refused before it is looked into`() async throws {
        let key = try await numbers()
        for part in [Part.exponent, .secret, .first, .second, .firstSecret, .secondSecret, .inverse] {
            let huge = changed(key, part) { $0 = [1] + [UInt8](repeating: 0, count: 2500) + $0 }
            #expect(refusal(huge) == "private_key.size", "\(part)")
        }
    }

    @Test func `a part that is nothing is refused`() async throws {
        let key = try await numbers()
        for part in [Part.exponent, .secret, .first, .second, .firstSecret, .secondSecret, .inverse] {
            #expect(
                ["private_key.size", "private_key.der"].contains(refusal(changed(key, part) { $0 = [0] })))
        }
    }
}
