package import CofferModel

/// What a sender gives for a slot: a value of a closed type, so that nobody can write into a message.
///
/// Each is given as one short text: `2027-02-03`, `2027-02-03T14:00Z`, `3`, `93.5 percent`, `outage`,
/// `names, addresses`, `AB-123`, `12.50 EUR`.
package enum GivenValue: Hashable, Sendable {
    /// A day of the years 2000...2099.
    case date(Timestamp)
    /// A moment of these years, its minutes cut off.
    case hour(Timestamp)
    /// 0...999,999, with the slot's unit.
    case count(Int)
    /// A number with at most two decimals, and one of the charter's units.
    case measure(String, unit: String)
    /// Words of the slot's list, 1...8, each once.
    case words([String])
    /// The number of a request, a case or an order.
    case reference(String)
    /// An amount and the code of a currency; the renderer checks both.
    case amount(String, currency: String)
}

extension Charter {
    /// Reads what a sender gave for the slots of a notice.
    ///
    /// - Parameters:
    ///   - texts: what he gave, by slot.
    ///   - notice: a kind of this charter.
    /// - Returns: the values; a slot that is optional may have none.
    /// - Throws: `given.slot` for a slot that nobody gives a value for, `given.missing`, the rule that a value breaks, as
    ///   `given.word`; `given.order` for an end before its beginning, `given.unit` for a unit in which that is not measured.
    package func given(
        _ texts: [String: String], for notice: NoticeRule
    ) throws(BadValue) -> [String: GivenValue] {
        let asked = notice.slots.filter { $0.value.origin == .given }
        guard texts.keys.allSatisfy({ asked[$0] != nil }) else { throw BadValue("given.slot") }
        var values: [String: GivenValue] = [:]
        for (name, slot) in asked.sorted(by: { $0.key < $1.key }) {
            if let text = texts[name] {
                values[name] = try given(text, for: slot)
            } else if !slot.optional {
                throw BadValue("given.missing")
            }
        }
        for name in asked.keys.sorted() { try fit(name, values, asked) }
        return values
    }

    func given(_ text: String, for slot: SlotRule) throws(BadValue) -> GivenValue {
        guard 1...Limits.givenBytes ~= text.utf8.count else { throw BadValue("given.length") }
        switch slot.form {
        case .date: return .date(try GivenTime.day(text))
        case .hour: return .hour(try GivenTime.hour(text))
        case .count: return .count(try count(text))
        case .measure: return try measure(text)
        case .word: return .words(try words(text, of: slot, upTo: 1))
        case .words: return .words(try words(text, of: slot, upTo: Limits.noticeWords))
        case .reference:
            guard casePattern.accepts(text) else { throw BadValue("given.reference") }
            return .reference(text)
        case .amount:
            let (number, currency) = try pair(text, "given.amount")
            return .amount(number, currency: currency)
        default: throw BadValue("given.slot")
        }
    }

    private func count(_ text: String) throws(BadValue) -> Int {
        guard let count = Int(text), String(count) == text, 0...Limits.noticeCount ~= count else {
            throw BadValue("given.count")
        }
        return count
    }

    private func measure(_ text: String) throws(BadValue) -> GivenValue {
        let (number, unit) = try pair(text, "given.measure")
        let digits = number.hasPrefix("-") ? number.dropFirst() : number[...]
        let parts = digits.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isNumber =
            1...2 ~= parts.count && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { 48...57 ~= $0 } }
            && parts[0].count <= 6 && (parts.count < 2 || parts[1].count <= 2)
        guard isNumber, wording.units[unit] != nil else { throw BadValue("given.measure") }
        return .measure(number, unit: unit)
    }

    private func words(_ text: String, of slot: SlotRule, upTo most: Int) throws(BadValue) -> [String] {
        let known = slot.list.flatMap { wording.words[$0] } ?? [:]
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.drop { $0 == " " })
        }
        guard 1...most ~= words.count, Set(words).count == words.count,
            words.allSatisfy({ known[$0] != nil })
        else { throw BadValue("given.word") }
        return words
    }

    /// Two parts with one space between them.
    private func pair(_ text: String, _ rule: Rule) throws(BadValue) -> (String, String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { throw BadValue(rule) }
        return (parts[0], parts[1])
    }
}

/// Times as senders write them.
private enum GivenTime {
    static func day(_ text: String) throws(BadValue) -> Timestamp {
        guard text.utf8.count == 10, let day = Timestamp(text + "T00:00:00.000Z"), isNear(day) else {
            throw BadValue("given.date")
        }
        return day
    }

    /// RFC 3339 in UTC, to the minute or finer; minutes are cut off.
    static func hour(_ text: String) throws(BadValue) -> Timestamp {
        guard let moment = Timestamp(whole(text)), isNear(moment) else { throw BadValue("given.day_time") }
        return Timestamp(milliseconds: moment.milliseconds / 3_600_000 * 3_600_000)
    }

    private static func whole(_ text: String) -> String {
        switch text.utf8.count {
        case 17: text.dropLast() + ":00.000" + text.suffix(1)
        case 20: text.dropLast() + ".000" + text.suffix(1)
        default: text
        }
    }

    private static func isNear(_ moment: Timestamp) -> Bool { 2000...2099 ~= moment.calendarDay.year }
}
