import CofferModel

extension Deciding {
    /// Step 2: class and field exist, the purpose is one of the field's, and the value's source allows it.
    ///
    /// An import writes what the source was for, whatever its own purpose; a leak scan protects every field.
    func purpose(of path: FieldPath, for view: SubjectStanding?) throws(Denied) -> FieldRule {
        guard let field = charter.fields[path] else {
            let place = charter.classes[path.className]?.place ?? charter.place
            throw Denied(.fieldNotInClass, .purpose, place)
        }
        guard charter.purposes[request.purpose] != nil else {
            throw Denied(.noPurpose, .purpose, charter.place)
        }
        if isWrite, field.isDerived { throw Denied(.fieldNotInClass, .purpose, field.place) }
        if request.action == .scan { return field }
        if request.action != .importing, !field.purposes.contains(request.purpose) {
            throw Denied(.noPurpose, .purpose, field.place)
        }
        guard let view else { return field }
        guard let source = charter.sources[view.facts.source] else {
            throw Denied(.sourceDenied, .purpose, charter.place)
        }
        let allowed =
            request.action == .importing
            ? !source.purposes.isDisjoint(with: field.purposes) : source.purposes.contains(request.purpose)
        guard allowed else { throw Denied(.sourceDenied, .purpose, source.place) }
        return field
    }

    /// Whether the request changes values.
    var isWrite: Bool {
        switch request.action {
        case .add, .write, .importing: true
        default: false
        }
    }
}
