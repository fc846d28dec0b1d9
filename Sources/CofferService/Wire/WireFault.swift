import CofferModel

/// Why the rest of a request's body does not come.
enum WireFault: Error, Equatable {
    /// The client stopped in the middle.
    case truncated
    /// It took too long.
    case late
    /// It is not framed as it says.
    case broken(Rule)
}
