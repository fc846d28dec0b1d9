package import CofferModel
import Glibc

/// The system's clock.
package struct SystemClock: TimeSource {
    /// Has nothing to set.
    package init() {}

    /// The time now, in UTC, cut to the millisecond.
    package func now() -> Timestamp {
        var time = timespec()
        let status = unsafe clock_gettime(CLOCK_REALTIME, &time)
        precondition(status == 0, "the system has no clock")
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
