public import CofferModel
import Glibc

/// The system's clock.
public struct SystemClock: TimeSource {
    /// Has nothing to set.
    public init() {}

    /// The time now, in UTC, cut to the millisecond.
    public func now() -> Timestamp {
        var time = timespec()
        let status = unsafe clock_gettime(CLOCK_REALTIME, &time)
        precondition(status == 0, "the system has no clock")
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
