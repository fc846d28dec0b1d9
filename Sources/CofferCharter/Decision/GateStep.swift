import CofferModel

extension Deciding {
    /// Step 3: the purpose's gate is open, and what must not be linked to a person is not.
    func gate(of field: FieldRule, for view: SubjectStanding?) throws(Denied) {
        try gate(of: request.purpose, for: view)
        guard view != nil, field.scope == .day else { return }
        let link = gate(named: "link_online_ids", for: view)
        guard let link, link.isOpen else { throw Denied(.gateForbidden, .gate, link?.place ?? field.place) }
    }

    func gate(of purpose: Purpose, for view: SubjectStanding?) throws(Denied) {
        guard let name = charter.purposes[purpose]?.gate else { return }
        let gate = gate(named: name, for: view)
        guard let gate, gate.isOpen else { throw Denied(.gateForbidden, .gate, gate?.place ?? charter.place) }
    }

    /// The gate as it stands for a subject; without a subject, as the strictest overlay has it.
    func gate(named name: String, for view: SubjectStanding?) -> GateRule? {
        charter.gate(named: name, under: view?.overlays ?? charter.overlays)
    }
}

extension Charter {
    /// A gate's position after overlays; nil when there is no such gate, which counts as closed.
    func gate(named name: String, under overlays: [Overlay]) -> GateRule? {
        guard let gate = gates[name] else { return nil }
        return overlays.reduce(gate) { gate, overlay in
            overlay.gates[name].map { gate.tightened(to: $0) } ?? gate
        }
    }
}
