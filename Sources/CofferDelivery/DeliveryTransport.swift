package import CofferModel

/// A way out of the house: takes one message, and says exactly what became of it.
///
/// At least once: after ``DeliveryCause/unknown`` a message may have arrived, and the next try sends the same
/// bytes under the same id.
package protocol DeliveryTransport: Sendable {
    /// Tries once.
    ///
    /// - Parameters:
    ///   - message: what to send.
    ///   - envelope: from where to whom.
    ///   - now: the time of this try.
    /// - Returns: what happened; no error says more.
    func deliver(_ message: OutboundMessage, to envelope: Envelope, at now: Timestamp) async
        -> DeliveryOutcome

    /// Looks whether the way is open, as far as that can be seen without a message.
    ///
    /// - Returns: why it is not, or nil.
    func check() async -> DeliveryReason?
}
