// Addresses as C wants them. Buffers with nothing in them have none; whoever may hold one asks first.

extension UnsafeRawBufferPointer {
    /// The address of the first byte.
    var octets: UnsafePointer<UInt8> {
        guard let base = baseAddress else { preconditionFailure("an empty buffer has no address") }
        return unsafe base.assumingMemoryBound(to: UInt8.self)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The address of the first byte.
    var octets: UnsafeMutablePointer<UInt8> {
        guard let base = baseAddress else { preconditionFailure("an empty buffer has no address") }
        return unsafe base.assumingMemoryBound(to: UInt8.self)
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// The address of the first byte.
    var octets: UnsafeMutablePointer<UInt8> {
        guard let base = baseAddress else { preconditionFailure("an empty buffer has no address") }
        return unsafe base
    }
}
