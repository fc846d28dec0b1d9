package import CofferModel

/// How far the anchor is behind the log.
package struct AnchorLag: Hashable, Sendable {
    /// The size it holds; nil when it holds nothing yet.
    package internal(set) var size: UInt64?
    /// The time of the first commit that it lacks; nil when it lacks none.
    ///
    /// Older than ``Limits/anchorLag`` is an alarm.
    package internal(set) var since: Timestamp?
    /// Why the last attempt to bring it up to date failed.
    package internal(set) var fault: FileFault?

    /// Takes what is known of an anchor.
    package init(size: UInt64?, since: Timestamp?, fault: FileFault?) {
        (self.size, self.since, self.fault) = (size, since, fault)
    }
}
