import CofferModel
import HTTPTypes
import HummingbirdCore

/// A request as it came, and what it is called in logs and answers.
struct Asked: Sendable {
    let request: Request
    let id: RequestID
    /// Whether the asker's own id, if he gave one, is one.
    let isNamed: Bool
    let match: RouteTable.Match
    let begun = ContinuousClock.now

    init(_ request: Request, _ watch: Watch) {
        self.request = request
        let given = request.headers[.cofferRequest]
        let known = given.flatMap { Hex.decode($0.utf8) }.flatMap { RequestID(bytes: $0) }
        id = known ?? watch.newRequest()
        isNamed = given == nil || known != nil
        let path = (request.head.path ?? "").prefix { $0 != "?" }
        match = RouteTable.match(request.method.rawValue, path)
    }

    /// Method and pattern of its route; dashes for what is none, so that nobody can make names up.
    var names: (method: String, pattern: String) {
        guard case .route(let route, _) = match else { return ("-", "-") }
        return (route.method, route.pattern)
    }
}
