import CofferModel

extension Checks {
    /// Nobody can put a card number together from what he gets: neither by trying, nor at once.
    ///
    /// Two cuts of one number lie within one another: each that a role has is also one of the field's own.
    func cards() {
        let cards = charter.fields.values.filter { $0.type == .pan }.sorted { $0.path < $1.path }
        for field in cards {
            for role in company.roles { card(field, of: role) }
        }
    }

    private func card(_ field: FieldRule, of role: RoleDraft) {
        var findsOrVerifies = false
        var longCut: GrantDraft?
        for grant in role.grants {
            switch grant.kind {
            case .find(let paths) where paths.contains(field.path): findsOrVerifies = true
            case .read(let paths, .verified, _) where paths.contains(field.path): findsOrVerifies = true
            case .read(let paths, .masked, let mask) where paths.contains(field.path):
                guard mask ?? field.mask == .panFirst6Last4 else { continue }
                longCut = grant
                if grant.purpose != .billing, grant.purpose != .fraud {
                    refuse(
                        .maskFinerThanNeeded, grant.place,
                        "role \(role.name) sees more than the last digits of \(field.path) without billing or fraud"
                    )
                }
            case .read(let paths, .clear, _) where paths.contains(field.path):
                if !grant.needs.isSuperset(of: [.approver, .reason]) {
                    refuse(
                        .fullCard, grant.place,
                        "role \(role.name) sees \(field.path) whole without reason and approver")
                }
            default: break
            }
        }
        if findsOrVerifies, let longCut {
            refuse(
                .findWithTruncation, longCut.place,
                "role \(role.name) sees first and last digits of \(field.path) and can try the rest")
        }
    }
}
