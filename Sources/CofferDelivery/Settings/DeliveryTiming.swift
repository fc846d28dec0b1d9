package import CofferModel

/// How long one delivery may take.
package struct DeliveryTiming: Hashable, Sendable {
    /// Seconds until the connection is made, with its TLS.
    let connect: Int
    /// Seconds for all of it.
    let whole: Int

    /// Seconds for looking whether a way is open, while somebody waits for the answer.
    var probe: Int { min(whole, Int(DeliveryLimits.connectSeconds)) }

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
