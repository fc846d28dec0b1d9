import CofferCharter
import CofferFields
import CofferModel

extension Charter {
    /// The keys that a vault under this charter has from the start.
    func keyUses(at now: Timestamp) -> [KeyUse] {
        var uses: [KeyUse] = [
            .facts, .references, .labelIndex, .audience(.staff, period: 0),
            .idempotency(day: UInt32(now.day)), .scopes(0),
        ]
        for use in labelsInUse.map({ $0.key(at: now) }) where !uses.contains(use) { uses.append(use) }
        uses += fields.values.sorted { $0.number < $1.number }.flatMap(\.keyUses)
        uses += Set(fields.values.map(\.retention.number)).sorted().map { .scopes($0) }
        return uses
    }
}

extension FieldRule {
    /// The keys of one field.
    var keyUses: [KeyUse] {
        var uses: [KeyUse] = [.field(number)]
        if hasMaskKey { uses.append(.masked(number)) }
        if index != nil { uses.append(.index(number)) }
        return uses
    }

    /// Whether its masked form is sealed under a key of its own, so that who sees it need not hold the field's.
    var hasMaskKey: Bool { tier == 3 && mask.map { !$0.isConstant } ?? false }
}
