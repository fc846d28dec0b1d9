package import CofferModel

extension Deciding {
    /// A case or reason that is given must be one the charter knows, needed or not: the ledger keeps no free text.
    func ticket() throws(Denied) {
        if let given = request.caseID, !charter.casePattern.accepts(given) {
            throw Denied(.noCase, .grant, charter.place)
        }
        if let given = request.reason, !charter.reasons.contains(given) {
            throw Denied(.noReason, .grant, charter.place)
        }
    }

    func require(_ needs: Set<Need>, _ place: Place) throws(Denied) {
        if let code = unmet(of: needs) { throw Denied(code, .grant, place) }
    }

    /// The code of the first need, in order, that the request does not meet; the second factor is step 8's.
    func unmet(of needs: Set<Need>) -> Code? {
        needs.isEmpty ? nil : needs.sorted().lazy.compactMap { self.unmet($0) }.first
    }

    private func unmet(_ need: Need) -> Code? {
        switch need {
        case .caseID: request.caseID == nil ? .noCase : nil
        case .reason: request.reason == nil ? .noReason : nil
        case .approver: isApproved ? nil : .approvalMissing
        case .fixedSource: isFromFixedSource ? nil : .sourceAddress
        case .secureChannel: request.secureChannel ? nil : .insecureChannel
        case .secondFactor: nil
        }
    }

    /// Another person than the requester, active, who may approve.
    private var isApproved: Bool {
        guard let approver = request.approver, let staff = request.staff else { return false }
        return charter.mayApprove(approver, for: staff.actor)
    }

    private var isFromFixedSource: Bool {
        guard let address = request.sourceAddress else { return false }
        return charter.fixedSources.contains { $0.contains(address) }
    }
}

extension Charter {
    /// Whether somebody's approval of what another asks for counts: another person, active, who has acknowledged and has a
    /// role that may approve.
    package func mayApprove(_ approver: StaffEntry, for asker: ActorID?) -> Bool {
        approver.actor != asker && approver.kind == .person && approver.active && approver.subject == nil
            && hasAcknowledged(approver) && !approvers.isDisjoint(with: approver.roles)
    }
}
