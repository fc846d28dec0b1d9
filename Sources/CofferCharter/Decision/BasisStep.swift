import CofferModel

extension Deciding {
    /// Step 5: the purpose rests on something that holds for this subject now.
    func basis(for view: SubjectStanding) throws(Denied) {
        guard request.action != .importing, request.action != .scan,
            let rule = charter.purposes[request.purpose]
        else { return }
        let position = rule.gate.flatMap { charter.gate(named: $0, under: view.overlays) }?.position
        let consent = view.consent(to: rule.purpose.rawValue)
        if consent == .refused, rule.basis == .legitimateInterest || rule.purpose.isMarketing {
            throw Denied(.optedOut, .basis, rule.place)
        }
        let holds =
            switch rule.basis {
            case .contract: !view.facts.services.isEmpty
            case .legalDuty, .legitimateInterest: true
            case .request: view.facts.source != "" && view.facts.standing == .present
            case .consent: consent == .given || (position == "opt_out" && consent == .none)
            }
        guard holds else { throw Denied(.noBasis, .basis, rule.place) }
    }
}

extension SubjectStanding {
    /// What the newest record of a topic says.
    enum ConsentState {
        case none, given, refused, lapsed
    }

    /// The newest act on a topic wins, a withdrawal wins ties; acts that an overlay does not accept count for
    /// nothing, but an objection always counts.
    func consent(to topic: String) -> ConsentState {
        var newest: (at: Timestamp, refused: Bool, expires: Timestamp?)?
        func meet(_ at: Timestamp, refused: Bool, expires: Timestamp?) {
            guard at <= now else { return }
            if let known = newest, (at, refused ? 1 : 0) < (known.at, known.refused ? 1 : 0) { return }
            newest = (at, refused, expires)
        }
        for record in facts.consents where record.topic == topic {
            if record.act == .objection {
                meet(record.given, refused: true, expires: nil)
            } else if accepts(record.act) {
                meet(record.given, refused: false, expires: record.expires)
            }
            if let withdrawn = record.withdrawn { meet(withdrawn, refused: true, expires: nil) }
        }
        guard let newest else { return .none }
        if newest.refused { return .refused }
        return newest.expires.map { now < $0 } ?? true ? .given : .lapsed
    }

    private func accepts(_ act: ConsentAct) -> Bool {
        charter.consentActs.contains(act) && overlays.allSatisfy { $0.consentActs?.contains(act) ?? true }
    }
}
