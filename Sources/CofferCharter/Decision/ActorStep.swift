import CofferModel

extension Deciding {
    /// Step 1: the actor is known, active, has accepted the confidentiality text, and holds the role he names.
    func actor() throws(Denied) -> RoleRule {
        guard let staff = request.staff, staff.active else {
            throw Denied(.actorUnknown, .actor, charter.place)
        }
        guard let role, staff.roles.contains(request.role) else {
            throw Denied(.roleDenied, .actor, role?.place ?? charter.place)
        }
        guard charter.hasAcknowledged(staff) || request.action == .acknowledge else {
            throw Denied(.noAck, .actor, charter.confidentiality.place)
        }
        return role
    }
}

extension Charter {
    /// Whether a person accepted the current confidentiality text; programs and customers have none to accept.
    package func hasAcknowledged(_ staff: StaffEntry) -> Bool {
        staff.kind == .service || staff.subject != nil || staff.acknowledged == confidentiality.version
    }
}
