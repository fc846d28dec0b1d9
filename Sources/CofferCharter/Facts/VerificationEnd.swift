package import CofferModel

extension Charter {
    /// When a one-time token ends that verifies an address: by the retention code `verification`, and within a day.
    ///
    /// - Parameter now: when it is issued.
    /// - Returns: its end.
    package func verificationEnd(from now: Timestamp) -> Timestamp {
        let most = now.adding(seconds: Limits.verificationSeconds)
        let after = retention["verification"].flatMap { shortest($0, under: overlays) }
        return after.map { min(most, $0.added(to: now)) } ?? most
    }
}
