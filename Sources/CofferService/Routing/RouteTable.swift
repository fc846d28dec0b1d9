import HTTPTypes

/// All routes: the one source for matching, for `Allow`, and for the comparison with `docs/openapi.yaml`.
package enum RouteTable {
    static let routes: [Route] =
        Lifecycle.routes + Subjects.routes + Channels.routes + Records.routes + Find.routes + Streams.routes
        + Notices.routes + Links.routes + Labels.routes + LedgerRoutes.routes + Verify.routes + Staff.routes
        + Login.routes
        + Delivery.routes + Uses.routes + Glass.routes + Certificates.routes

    /// Method and pattern of every route.
    package static var names: [(method: String, pattern: String)] {
        routes.map { ($0.method, $0.pattern) }
    }

    /// What a request's method and path name.
    enum Match: Sendable {
        case route(Route, parameters: [String])
        /// The path is known, with these methods.
        case otherMethod([String])
        case nothing
    }

    static func match(_ method: String, _ path: Substring) -> Match {
        var methods: [String] = []
        for route in routes {
            guard let parameters = route.match(path) else { continue }
            if route.method == method { return .route(route, parameters: parameters) }
            methods.append(route.method)
        }
        return methods.isEmpty ? .nothing : .otherMethod(methods.sorted())
    }

    static func isStream(_ request: HTTPRequest) -> Bool {
        let path = (request.path ?? "").prefix { $0 != "?" }
        guard case .route(let route, _) = match(request.method.rawValue, path) else { return false }
        return route.body == .lines
    }
}
