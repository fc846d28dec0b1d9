import Coffer
import CofferModel

/// The second factor, and tokens.
enum Login {
    static let routes: [Route] = []
}
