import CofferModel

extension Charter {
    /// Refuses a value that is as it must be, and does not fit what was given with it.
    func fit(
        _ name: String, _ values: [String: GivenValue], _ asked: [String: SlotRule]
    ) throws(BadValue) {
        guard let value = values[name], let slot = asked[name] else { return }
        if let end = value.moment, let beginning = slot.after.flatMap({ values[$0]?.moment }) {
            guard beginning <= end else { throw BadValue("given.order") }
        }
        if case .measure(_, let unit) = value, let list = slot.list {
            guard units(in: list, values, asked)?.contains(unit) ?? true else { throw BadValue("given.unit") }
        }
    }

    /// The units in which what the given word of a list names is measured; nil for all.
    private func units(
        in list: String, _ values: [String: GivenValue], _ asked: [String: SlotRule]
    ) -> Set<String>? {
        let named = asked.filter { $0.value.form == .word && $0.value.list == list }.keys.min()
        guard case .words(let words) = named.flatMap({ values[$0] }) else { return nil }
        return words.first.flatMap { wording.measures[list]?[$0] }
    }
}

extension GivenValue {
    /// When it is, of a day or an hour.
    fileprivate var moment: Timestamp? {
        switch self {
        case .date(let moment), .hour(let moment): moment
        default: nil
        }
    }
}
