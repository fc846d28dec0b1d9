import CofferModel

extension Checks {
    /// Nobody can put a card number together from what he gets: neither from two cuts, nor by trying, nor at once.
    func cards() {
        let cards = charter.fields.values.filter { $0.type == .pan }.sorted { $0.path < $1.path }
        for field in cards {
            cuts(of: field)
            for role in company.roles { card(field, of: role) }
        }
    }

    /// All cuts of one number that anybody gets, notices included, must lie within one another (PCI 3.3, 3.5.1).
    private func cuts(of field: FieldRule) {
        var cuts: [(mask: MaskRule, place: Place)] = []
        for role in company.roles {
            for case (.read(let paths, .masked, let mask), let place) in role.grants.map({
                ($0.kind, $0.place)
            })
            where paths.contains(field.path) {
                if let cut = mask ?? field.mask { cuts.append((cut, place)) }
            }
        }
        for (place, cut) in cuts.enumerated() {
            let stranger = cuts[..<place].contains {
                !$0.mask.contains(cut.mask) && !cut.mask.contains($0.mask)
            }
            if stranger {
                refuse(.maskNotContained, cut.place, "two cuts of \(field.path) do not contain one another")
            }
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
