import CofferModel

/// What a charter must keep besides its shape; each group of rules has a file of its own.
struct Checks {
    let charter: Charter
    let assembly: Assembly
    let refusals: Refusals

    var library: Library { assembly.library }
    var company: CompanyFile { assembly.company }

    /// All classes that were declared, used or not.
    var drafts: [ClassDraft] {
        library.classes.values.sorted { $0.name < $1.name }
            + company.classes.values.sorted { $0.name < $1.name }
    }

    /// All fields that were declared, used or not.
    var fields: [FieldDraft] { drafts.flatMap(\.fields.values).sorted { $0.path < $1.path } }

    func all(previous: Charter?) {
        numbers()
        masks()
        indexes()
        derivations()
        retention()
        narrowings()
        purposes()
        grants()
        cards()
        labels()
        wording()
        measures()
        notices()
        overlays()
        if let previous { change(from: previous) }
    }

    func refuse(_ rule: CharterRule, _ place: Place, _ sentence: String) {
        refusals.refuse(rule, place, sentence)
    }
}
