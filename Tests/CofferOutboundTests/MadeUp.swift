import CofferModel
import CofferOutbound

/// Made-up values of the kinds that name somebody.
enum MadeUp {
    /// The text of a value, and the value.
    static func value(
        _ random: inout Seeded, number: UInt32 = 1
    ) throws -> (text: String, value: ScannedValue) {
        let (type, text) = raw(&random)
        return (text, try scanned(type, text, number: number))
    }

    private static func raw(_ random: inout Seeded) -> (FieldType, String) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: (.name, cyrillicName(&random))
        case 1: (.name, name(&random, "bdfgklmnprstvz", "aeiou"))
        case 2: (.email, name(&random, "bdfgklmnprst", "aeiou") + "\(number(2, &random))@firma.example")
        case 3: (.phone, "+35988" + number(7, &random))
        case 4: (.pan, card(&random))
        case 5: (.username, random.text(6, of: "abdefghkmnprstuvwz") + number(2, &random))
        case 6: (.hostname, "edge-\(number(4, &random)).\(random.text(5, of: "bdghkmnprt")).example")
        case 7: (.ipAddress, "10.\(octet(&random)).\(octet(&random)).\(octet(&random))")
        case 8: (.secret, random.text(14, of: "abcdefghkmnpqrstuvwxyz23456789"))
        default: (.organisationName, cyrillicName(&random) + " и синове ЕООД")
        }
    }

    static func cyrillicName(_ random: inout Seeded) -> String {
        name(&random, "бвгджзклмнпрстфхцчшқғ", "аеиоуюяәө")
    }

    /// Four syllables, the first letter a capital.
    private static func name(_ random: inout Seeded, _ consonants: String, _ vowels: String) -> String {
        let word = (0..<4).map { _ in random.text(1, of: consonants) + random.text(1, of: vowels) }.joined()
        return word.prefix(1).uppercased() + word.dropFirst()
    }

    private static func number(_ digits: Int, _ random: inout Seeded) -> String {
        random.text(1, of: "123456789") + random.text(digits - 1, of: "0123456789")
    }

    private static func octet(_ random: inout Seeded) -> String {
        String(Int.random(in: 20...255, using: &random))
    }

    private static func card(_ random: inout Seeded) -> String {
        let body = "4" + number(14, &random)
        let sum = body.utf8.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) - 48
            return sum + (digit.offset.isMultiple(of: 2) ? value * 2 - (value > 4 ? 9 : 0) : value)
        }
        return body + "\((10 - sum % 10) % 10)"
    }
}
