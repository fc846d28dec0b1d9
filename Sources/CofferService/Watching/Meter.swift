/// Everything that is measured: names, kinds and labels, none of which can hold an id or a value.
enum Meter: String, CaseIterable {
    case requests = "coffer_http_requests_total"
    case durations = "coffer_http_request_duration_seconds"
    case denials = "coffer_denials_total"
    case connections = "coffer_connections"
    case inFlight = "coffer_http_requests_in_flight"
    case unknownUsers = "coffer_unknown_user_refusals_total"
    case refusedConnections = "coffer_refused_connections_total"
    case ledgerRows = "coffer_ledger_rows"
    case anchorLag = "coffer_anchor_lag_seconds"
    case notices = "coffer_notices_total"
    case sweeps = "coffer_sweeps_total"
    case sweepAge = "coffer_sweep_age_seconds"
    case state = "coffer_vault_state"

    /// Upper bounds of the durations, in seconds.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    var kind: String {
        switch self {
        case .requests, .denials, .unknownUsers, .refusedConnections, .notices, .sweeps: "counter"
        case .durations: "histogram"
        case .connections, .inFlight, .ledgerRows, .anchorLag, .sweepAge, .state: "gauge"
        }
    }

    var labels: [String] {
        switch self {
        case .requests: ["method", "route", "status"]
        case .durations: ["method", "route"]
        case .denials: ["code"]
        case .notices, .sweeps: ["outcome"]
        case .state: ["state"]
        default: []
        }
    }

    var help: String {
        switch self {
        case .requests: "Answers by route pattern and status."
        case .durations: "Time from the end of a request's header to its answer."
        case .denials: "Answers that are not a value, by code."
        case .connections: "Connections that are open."
        case .inFlight: "Requests that are being worked on."
        case .unknownUsers: "Connections of users who are not entered."
        case .refusedConnections: "Connections for which there was no room."
        case .ledgerRows: "Rows of the ledger that this process writes."
        case .anchorLag: "How long the anchor has lacked a commit of the ledger; 0 while it lacks none."
        case .notices: "Tries of notices by what became of them; sent ones have left."
        case .sweeps: "Daily sweeps of this process by what became of them."
        case .sweepAge: "How long ago a sweep last began, whoever asked for it; missing where none ever has."
        case .state: "1 for the state the vault is in."
        }
    }
}
