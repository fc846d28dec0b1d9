/// How a consent was given (requirements §3.6); ``objection`` is the contrary of one.
public enum ConsentAct: String, Hashable, Sendable, CaseIterable {
    case explicit, form, order, implied, preference, objection
    case providedData = "provided_data"
    case continuedUse = "continued_use"
    case confirmedRequest = "confirmed_request"
}
