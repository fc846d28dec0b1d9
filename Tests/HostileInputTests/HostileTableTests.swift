import CofferIntake
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Tables and maps, damaged: each row becomes a customer or is refused by its place, and nothing of it is repeated.
@Suite struct HostileTableTests {
    private static let map = """
        map: sample
        table: { separator: semicolon, rows: several, empty: ["NULL"], ignore: [note] }
        customer:
          ref: id
          language: { column: lang, words: { bulgarian: bg }, otherwise: en }
          source: { value: order }
        records:
          - class: identity
            fields:
              given_name: { columns: [first, last], join: " " }
              birth_date: { column: born, date: DD.MM.YYYY }
        each:
          - class: device
            ref: serial
            fields: { hostname: host, protocols: { column: protocols, list: "," } }
        """
    private static let table = """
        id;lang;first;last;born;serial;host;protocols;note
        c1;bulgarian;Йорданка;"Кан""арче";31.12.1970;s1;h1;ssh;x
        c2;;Әлия;"two
        lines";NULL;s2;h2;"ssh,https";
        c1;bulgarian;Йорданка;"Кан""арче";31.12.1970;s3;h3;;y
        c3;;Ada;;01.01.2000;;;;

        """

    private func bytes(_ encoding: String) -> [UInt8] {
        switch encoding {
        case "utf-16": [0xFF, 0xFE] + Self.table.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        default: Array(Self.table.replacing("Ә", with: "А").data(using: .windowsCP1251) ?? Data())
        }
    }

    @Test(arguments: ["utf-8", "utf-16", "windows-1251"])
    func `tables`(_ encoding: String) throws {
        let folder = try TemporaryDirectory()
        let file = folder.file("table.csv")
        let text = Self.map.replacing("rows: several", with: "rows: several, encoding: \(encoding)")
        let map = try IntakeMap.read(Array(text.utf8), file: "m.yaml")
        let sample = encoding == "utf-8" ? Array(Self.table.utf8) : bytes(encoding)
        let taken = try Hostile.feed([sample]) { input in
            try Data(input).write(to: URL(fileURLWithPath: file))
            let lines = input.count { $0 == 10 } + 1
            var customers = 0
            do throws(IntakeFault) {
                let part = Intake.Part(path: file, map: map)
                let intake = try Intake([part], passphrases: Passphrases())
                while let next = intake.next() {
                    switch next {
                    case .customer(let bytes, let place):
                        customers += 1
                        #expect(2...lines ~= place.line, "COFFER_SEED=\(Hostile.seed)")
                        #expect((try? JSON(reading: bytes)) != nil, "COFFER_SEED=\(Hostile.seed)")
                    case .refused(let fault):
                        #expect(0...lines ~= fault.place.line, "COFFER_SEED=\(Hostile.seed)")
                        #expect(fault.rule.description.hasPrefix("intake."))
                    }
                    guard customers <= lines else {
                        Issue.record("COFFER_SEED=\(Hostile.seed)")
                        return false
                    }
                }
            } catch { return false }
            return customers == 3
        }
        #expect(taken >= 1)
    }

    @Test func `maps`() throws {
        let samples =
            [Self.map]
            + BuiltInMaps.names.compactMap { name in
                BuiltInMaps.source(named: name).map { String(decoding: $0, as: UTF8.self) }
            }
        let taken = Hostile.feed(samples.map { Array($0.utf8) }) { input in
            do throws(MapInvalid) {
                _ = try IntakeMap.read(input, file: "m.yaml")
                return true
            } catch {
                #expect(!error.reasons.isEmpty, "COFFER_SEED=\(Hostile.seed)")
                return false
            }
        }
        #expect(taken >= samples.count)
    }

    @Test func `passphrases`() {
        let taken = Hostile.feed([Array("a.p12\tone two\nb.p12\tthree\n".utf8), Array("only".utf8)]) {
            input in
            var input = input
            do throws(IntakeFault) { _ = try Passphrases(wiping: &input) } catch { return false }
            return true
        }
        #expect(taken >= 2)
    }
}
