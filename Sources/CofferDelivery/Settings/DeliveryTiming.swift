package import CofferModel

/// How long one delivery may take.
package struct DeliveryTiming: Hashable, Sendable {
    /// Seconds until the connection is made, with its TLS.
    let connect: Int
    /// Seconds for all of it.
    private(set) var whole: Int

    /// Seconds for looking whether a way is open, while somebody waits for the answer.
    var probe: Int { min(whole, Int(DeliveryLimits.connectSeconds)) }

    /// The same with an end for which somebody waits.
    func within(_ seconds: Int64) -> DeliveryTiming {
        var timing = self
        timing.whole = min(whole, Int(seconds))
        return timing
    }

    /// Takes both, in whole seconds.
    ///
    /// - Parameters:
    ///   - connect: 1...``DeliveryLimits/connectSeconds``.
    ///   - whole: from `connect` to ``DeliveryLimits/deliverySeconds``.
    /// - Throws: `delivery.timing` for others.
    package init(connect: Int64, whole: Int64) throws(BadValue) {
        guard 1...DeliveryLimits.connectSeconds ~= connect, connect <= whole,
            whole <= DeliveryLimits.deliverySeconds
        else { throw BadValue("delivery.timing") }
        self.connect = Int(connect)
        self.whole = Int(whole)
    }
}
