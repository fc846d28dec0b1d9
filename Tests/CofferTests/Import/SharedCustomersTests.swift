import Coffer
import CofferCrypto
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Realistic customers beside the project, where they are; they are not part of the repository.
enum SharedCustomers {
    static let path: String? = {
        var place = URL(fileURLWithPath: #filePath)
        for _ in 0..<8 {
            place.deleteLastPathComponent()
            let file = place.appending(path: "shared/data/customers.jsonl").path
            if FileManager.default.fileExists(atPath: file) { return file }
        }
        return nil
    }()

    static func lines() throws -> [ImportLine] {
        let text = try String(contentsOfFile: path ?? "", encoding: .utf8)
        return text.split(separator: "\n").enumerated().map {
            ImportLine(number: $0.offset + 1, bytes: Array($0.element.utf8))
        }
    }

    /// All text that stands in the fields of a line.
    static func values(_ line: ImportLine) throws -> [String] {
        func texts(_ json: JSON) -> [String] {
            switch json {
            case .string(let text): [text]
            case .array(let items): items.flatMap { texts($0) }
            case .object(let members): members.values.flatMap { texts($0) }
            default: []
            }
        }
        let records = try JSON(reading: line.bytes)["records"]?.array ?? []
        return records.compactMap { $0["fields"] }.flatMap { texts($0) }
    }
}

@Suite(.enabled(if: SharedCustomers.path != nil, "../shared/data/customers.jsonl is not here"))
struct SharedCustomersTests {
    private func load(_ lines: [ImportLine], _ house: TestVault, _ vault: Vault) async throws
        -> [ImportResult]
    {
        var results: [ImportResult] = []
        for start in stride(from: 0, to: lines.count, by: 64) {
            let batch = Array(lines[start..<min(start + 64, lines.count)])
            results += try await vault.importLines(batch, as: house.admin)
        }
        return results
    }

    @Test func `all customers go in once, and none of their values lies in a file (B05, P-02)`() async throws
    {
        let house = try await TestVault()
        let lines = try SharedCustomers.lines()
        #expect(lines.count == 400)
        // A window by itself can stand in random hex by chance, so what it belongs to is looked for as a whole.
        let needles = try Self.needles(lines)
        #expect(needles.count > 20_000)
        // The charter in the keyring is the company's own text, with examples and addresses of its own.
        let own = try Needles.search(house.path, for: Set(needles.keys))
        let wanted = Set(needles.keys).subtracting(own.keys)
        let short = try Self.shortValues(lines).subtracting(try words(in: house.path))
        let first = try await load(lines, house, house.vault)
        var records = 0
        for case .added(let count) in first { records += count }
        #expect(records == 2766)
        #expect(first.count == 400)
        #expect(try await load(lines, house, house.vault) == Array(repeating: .unchanged, count: 400))
        let report = try await house.vault.verify(as: house.admin) { _ in }
        #expect(report.isClean)
        #expect(report.records == 2766)
        #expect(report.subjects == 400)
        #expect(try Self.found(wanted, of: needles, in: house.path) == [])
        try await house.vault.close()
        #expect(try Self.found(wanted, of: needles, in: house.path) == [])
        #expect(try words(in: house.path).intersection(short) == [])
    }

    @Test func `customers with keys go in, and certificates are found by their keys' hashes (B34)`()
        async throws
    {
        let keyed = await KeyedCustomers.lines()
        try #require(keyed.count == 400, "add_keys.py needs Python and its package cryptography")
        let house = try await TestVault()
        let lines = keyed.prefix(64).enumerated().map { ImportLine(number: $0.offset + 1, bytes: $0.element) }
        for result in try await load(lines, house, house.vault) {
            guard case .added = result else {
                Issue.record("a line was refused")
                return
            }
        }
        let engineer = house.session("network_engineer", .deviceOps)
        let print = FieldPath(className: "certificate", field: "fingerprint")
        let hash = FieldPath(className: "certificate", field: "key_hash")
        for line in keyed.prefix(4) {
            let records = try JSON(reading: line)["records"]?.array ?? []
            let certificates = records.filter { $0["class"] == "certificate" }.compactMap {
                $0["fields"]?["pem"]?.string
            }
            for pem in certificates.prefix(2) {
                let certificate = try X509Certificate(pem: Array(pem.utf8))
                let found = try await house.vault.find(
                    print, equals: certificate.fingerprint.description, as: engineer)
                #expect(found.count == 1)
                #expect(
                    try await house.vault.find(hash, equals: certificate.keyHash.description, as: engineer)
                        == found)
            }
        }
    }

    /// The first and the last 8 bytes of every spelling of every value of 8 bytes or more.
    private static func needles(_ lines: [ImportLine]) throws -> [UInt64: Set<[UInt8]>] {
        var needles: [UInt64: Set<[UInt8]>] = [:]
        for line in lines {
            for value in Set(try SharedCustomers.values(line)) {
                let body = value.split(separator: "\n").filter { !$0.hasPrefix("-----") }.map { String($0) }
                for text in [value] + (body.count > 1 ? [body.joined()] + body : []) {
                    for spelling in Needles.spellings(text) {
                        needles[Needles.word(spelling), default: []].insert(spelling)
                        needles[Needles.word(spelling.suffix(8)), default: []].insert(spelling)
                    }
                }
            }
        }
        return needles
    }

    /// The files in which something stands whole, and what.
    private static func found(
        _ words: Set<UInt64>, of needles: [UInt64: Set<[UInt8]>], in directory: String
    ) throws -> [String] {
        try Needles.search(directory, for: words).flatMap { word, name in
            let file = FileManager.default.contents(atPath: directory + "/" + name) ?? Data()
            return (needles[word] ?? []).filter { stands(Data($0), in: file) }
                .map { "\(name): \(String(decoding: $0, as: UTF8.self))" }
        }
    }

    /// Whether a text stands in a file; a few digits inside a longer hexadecimal number are chance.
    private static func stands(_ text: Data, in file: Data) -> Bool {
        guard text.count < 12, text.allSatisfy(isHex) else { return file.range(of: text) != nil }
        var rest = file.startIndex..<file.endIndex
        while let place = file.range(of: text, in: rest) {
            let before = place.lowerBound > file.startIndex ? file[place.lowerBound - 1] : 0
            let after = place.upperBound < file.endIndex ? file[place.upperBound] : 0
            if !isHex(before), !isHex(after) { return true }
            rest = place.lowerBound + 1..<file.endIndex
        }
        return false
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }

    /// The values that are too short to be told from chance by their bytes.
    private static func shortValues(_ lines: [ImportLine]) throws -> Set<String> {
        Set(try lines.flatMap { try SharedCustomers.values($0) }.filter { 3..<8 ~= $0.utf8.count })
    }

    /// Whole words of the files that are text.
    private func words(in directory: String) throws -> Set<String> {
        var words: Set<String> = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: directory) {
            guard let data = FileManager.default.contents(atPath: directory + "/" + name),
                let text = String(data: data, encoding: .utf8)
            else { continue }
            words.formUnion(
                text.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "." }.map { String($0) })
        }
        return words
    }
}
