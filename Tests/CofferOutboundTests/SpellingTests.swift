import CofferForms
import CofferModel
import CofferOutbound
import Testing

@Suite struct SpellingTests {
    private func isFound(_ name: String, in body: String, as type: FieldType = .name) throws -> Bool {
        let number = FieldNumber(ofClass: 1, field: 1)
        let bytes = try Canonical.bytes(of: .string(name), as: type, at: Timestamp(milliseconds: 0))
        let notice = RenderedNotice(language: "ru", subject: "Notice", body: body)
        return leaks(in: notice, of: [ScannedValue(number: number, type: type, bytes: bytes)]) == [
            number
        ]
    }

    @Test(
        arguments: [
            ("Юлия", ["Yulia", "Yuliya", "Juliia", "Iuliia", "JULIA", "Юлии"]),
            ("Димитър", ["Dimitar", "ДИМИТЪР"]), ("Щукин", ["Shchukin", "Shtukin", "Щукина"]),
            ("Дмитрий", ["Dmitry", "Dmitriy", "Dmitrii", "Дмитрию"]),
            ("Алексей", ["Aleksey", "Alexei", "Alexey"]),
            ("Семёнов", ["Semenov", "Semyonov", "Семенов", "Семёновым"]),
            ("Хрущёв", ["Khrushchev", "Hrushtev"]),
            ("Жанар", ["Zhanar", "Janar"]),
            ("Қайрат", ["Kairat", "Qairat", "Kayrat", "Қайраттың", "Кайрат"]),
            ("Әлия", ["Aliya", "Äliia", "Alia", "Әлияға"]), ("Үсенов", ["Usenov", "Üsenov"]),
            ("Yaromir", ["Яромир", "Jaromir", "Iaromir"]),
            ("Garry Harris", ["Гарри Харрис", "Harris, Garry"]),
            ("Цветан", ["Tsvetan", "Cvetan"]), ("Пётр", ["Petr", "Pyotr", "Петра"]),
            ("Šimon", ["Шимон", "Shimon", "Simon"]),
            ("Йордан", ["Yordan", "Иордан", "И\u{306}ордан", "Jordan"]),
        ])
    func `a name is found in the other alphabet by the standards in use (S2-13)`(
        name: String, spellings: [String]
    ) throws {
        for spelling in spellings {
            #expect(try isFound(name, in: "… \(spelling), …"), "\(name) \(spelling)")
        }
    }

    @Test(
        arguments: [
            ("Юлия", "в июле, юла, Yule log"), ("Анна", "ванна, канна; an Annex"),
            ("Иван", "диван, Иваново-2"),
            ("Роман", "новый роман, романы"), ("Марк", "марка, маркет, market"), ("Вера", "наша вера"),
            ("Ли", "есть ли"),
            ("Алма", "алма ағашы"), ("Симонов", "симониты"), ("Петров", "Петровск, петровский"),
        ])
    func `a word that only resembles a name is no leak`(name: String, body: String) throws {
        #expect(try !isFound(name, in: body))
    }

    @Test func `an account that every device has names nobody, another one does`() throws {
        #expect(try !isFound("admin", in: "Ask your admin, log in as admin.", as: .username))
        #expect(try !isFound("admin", in: "See my.network-admin.example.", as: .text))
        #expect(try isFound("admin", in: "The password is admin.", as: .secret))
        #expect(try isFound("rsimonov", in: "log in as RSIMONOV", as: .username))
    }

    @Test(arguments: [
        "e\u{301}milie99", "ｅ\u{301}ｍｉｌｉｅ９９", "ÉMILIE99", "é\u{200D}milie99", "e\u{301}m\u{202E}ilie99",
    ])
    func `composed, decomposed, full-width and interrupted text is one (S2-13)`(body: String) throws {
        #expect(try isFound("émilie99", in: body, as: .username))
    }
}
