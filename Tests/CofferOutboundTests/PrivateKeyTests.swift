import CofferModel
import CofferOutbound
import CofferTesting
import Testing

/// A private key is found however a program writes it.
@Suite struct PrivateKeyTests {
    @Test(arguments: [
        ("genrsa -traditional -out older.pem 2048", 24),
        ("ecparam -name prime256v1 -genkey -noout -out older.pem", 3),
        ("ecparam -name secp384r1 -genkey -noout -out older.pem", 4),
    ])
    func `each full line of a key is found, in PKCS#8 and in the form before it (B34)`(
        made command: String, lines: Int
    ) async throws {
        let made = try await OpenSSL.make(command, "pkcs8 -topk8 -nocrypt -in older.pem -out key.pem")
        let key = try scanned(.privateKey, String(decoding: try #require(made["key.pem"]), as: UTF8.self))
        for file in ["older.pem", "key.pem"] {
            let text = String(decoding: try #require(made[file]), as: UTF8.self)
            let full = text.split(separator: "\n").filter { !$0.hasPrefix("-") && $0.utf8.count >= 16 }
            #expect(full.count >= lines - 1)
            for line in full {
                let notice = RenderedNotice(language: "en", subject: "Notice", body: "See \(line) there.")
                #expect(leaks(in: notice, of: [key]) == [key.number], "\(file)")
            }
        }
    }

    @Test func `another key is not taken for it`() async throws {
        let made = try await OpenSSL.make("genrsa -out a.pem 2048", "genrsa -traditional -out b.pem 2048")
        let key = try scanned(.privateKey, String(decoding: try #require(made["a.pem"]), as: UTF8.self))
        let other = String(decoding: try #require(made["b.pem"]), as: UTF8.self)
        let notice = RenderedNotice(language: "en", subject: "Notice", body: other)
        #expect(leaks(in: notice, of: [key]).isEmpty)
    }
}
