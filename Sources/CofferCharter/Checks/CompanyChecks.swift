import CofferModel

extension Checks {
    /// A narrowing cuts what exists, and adds nothing.
    func narrowings() {
        let known = Dictionary(fields.map { ($0.path, $0) }, uniquingKeysWith: { one, _ in one })
        for narrowing in company.narrowings {
            for (path, place) in narrowing.paths {
                guard let field = known[path] else {
                    refuse(.unknownWord, place, "a narrowing names the unknown field \(path)")
                    continue
                }
                let isWider =
                    !(narrowing.purposes ?? []).isSubset(of: field.purposes)
                    || !(narrowing.forms ?? []).isSubset(of: field.forms)
                if isWider { refuse(.loosened, place, "a narrowing of \(path) gives it more than it had") }
            }
        }
    }

    /// Purposes of sources are declared, gates of purposes exist, and every role can say what it is for.
    func purposes() {
        for (name, source) in charter.sources.sorted(by: { $0.key < $1.key }) {
            if !source.purposes.isSubset(of: charter.purposes.keys) {
                refuse(
                    .purposeUnused, source.place,
                    "source \(name) names a purpose the charter does not declare")
            }
        }
        for rule in charter.purposes.values {
            guard let name = rule.gate, charter.gates[name] == nil else { continue }
            refuse(
                .gateUnknown, rule.place, "purpose \(rule.purpose.rawValue) names a gate that does not exist")
        }
        for text in charter.confidentiality.texts.keys where !charter.languages.contains(text) {
            refuse(
                .languageMissing, charter.confidentiality.place,
                "the confidentiality text has a foreign language")
        }
        for language in charter.languages where charter.confidentiality.texts[language] == nil {
            refuse(
                .languageMissing, charter.confidentiality.place,
                "the confidentiality text lacks a language of the company")
        }
    }

    /// An overlay moves gates only towards the strict, shortens and never lengthens.
    func overlays() {
        for overlay in charter.overlays {
            for (name, position) in overlay.gates.sorted(by: { $0.key < $1.key }) {
                guard let gate = charter.gates[name], let to = gate.positions.firstIndex(of: position) else {
                    refuse(.gateUnknown, overlay.place, "overlay \(overlay.name) names no position of a gate")
                    continue
                }
                if let at = gate.positions.firstIndex(of: gate.position), to > at {
                    refuse(.overlayLoosens, overlay.place, "overlay \(overlay.name) loosens gate \(name)")
                }
            }
            for (name, time) in overlay.retention.sorted(by: { $0.key < $1.key }) {
                guard let after = charter.retention[name]?.after, time.longestSeconds <= after.longestSeconds
                else {
                    refuse(.overlayLoosens, overlay.place, "overlay \(overlay.name) lengthens a retention")
                    continue
                }
            }
            for path in overlay.denials.flatMap(\.paths) where charter.fields[path] == nil {
                let isKnown = fields.contains { $0.path == path }
                if !isKnown {
                    refuse(.unknownWord, overlay.place, "overlay \(overlay.name) names an unknown field")
                }
            }
        }
    }

    /// A new version keeps the numbers, scopes and normal forms that stored values depend on.
    func change(from previous: Charter) {
        if charter.name != previous.name || charter.version <= previous.version {
            refuse(.versionOrder, charter.place, "a new version has the charter's name and a higher number")
        }
        for old in previous.classes.values {
            let renamed = drafts.first { $0.number == old.number && $0.name != old.name }
            if let renamed {
                refuse(.numberChanged, renamed.place, "the number of class \(old.name) has another name")
            }
        }
        for old in previous.fields.values { change(of: old) }
        for old in previous.retention.values {
            let now = charter.retention.values.first { $0.number == old.number }
            if let now, now.name != old.name || now.scope != old.scope {
                refuse(
                    .numberChanged, now.place, "the number of retention code \(old.name) means something else"
                )
            }
        }
    }

    private func change(of old: FieldRule) {
        let owner = drafts.first { $0.number == old.number.ofClass }
        let now = fields.first { $0.number == old.number.field }
        guard let now else { return }
        if now.path != old.path || now.type != old.type || owner?.name != old.path.className {
            refuse(.numberChanged, now.place, "the number of \(old.path) has another name or type")
            return
        }
        let isTurned = (now.index?.generation ?? 0) > (old.index?.generation ?? 0)
        if now.index != nil, old.index != nil, now.index != old.index, !isTurned {
            refuse(.generation, now.place, "the index of \(old.path) goes back a generation")
        }
        let isMoved = now.scope != old.scope || charter.retention[now.retain]?.number != old.retention.number
        if isMoved, !isTurned {
            refuse(
                .generation, now.place, "\(old.path) changed its scope without a new generation of its index")
        }
    }
}
