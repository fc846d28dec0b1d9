import CofferModel

/// Bytes in ordinary memory that are overwritten when nobody holds them any more.
///
/// Whoever takes ``bytes`` out and keeps them has a share of the same memory: then it stays, and its end is his to see to.
package final class WipedBytes {
    /// The bytes.
    package private(set) var bytes: [UInt8]

    /// Takes bytes that nobody else refers to.
    package init(_ bytes: consuming [UInt8]) { self.bytes = bytes }

    deinit { bytes.wipe() }
}
