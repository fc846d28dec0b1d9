import CPlatform
import Glibc

/// A program of this host that was started, in a process group of its own.
final class StartedProgram {
    private let process: pid_t

    /// Starts a program by its path, with nothing but its streams; nil when it cannot be.
    ///
    /// - Parameters:
    ///   - program: an absolute path.
    ///   - arguments: without the program's name.
    ///   - environment: as `NAME=value`.
    ///   - streams: which descriptors it gets; they stay open here.
    init?(_ program: String, _ arguments: [String], _ environment: [String], _ streams: coffer_streams) {
        let words = CStrings([program] + arguments)
        let surroundings = CStrings(environment)
        var process: pid_t = 0
        var streams = streams
        let failed = unsafe coffer_spawn(&process, program, words.list, surroundings.list, &streams)
        guard failed == 0 else { return nil }
        self.process = process
    }

    /// Whether it has ended; ``status()`` is still to be asked.
    var hasEnded: Bool { coffer_has_ended(process) != 0 }

    /// Ends all of its group at once.
    func kill() { Glibc.kill(-process, SIGKILL) }

    /// Waits for its end, once, and says how it came.
    func status() -> ProgramEnd {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) != process {
            // ECHILD: somebody else took its status. Nothing is known then.
            if errno != EINTR { return .killed }
        }
        // wait(2): the low seven bits are a signal, the next eight the status.
        return status & 0x7F == 0 ? .exited(UInt8(truncatingIfNeeded: status >> 8)) : .killed
    }
}

/// How a program came to its end.
enum ProgramEnd: Hashable {
    case exited(UInt8)
    /// By a signal.
    case killed
}

/// Texts as C takes arguments, each ended with NUL and after the last a null pointer; freed with this object.
@safe private final class CStrings {
    let list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        unsafe list = .allocate(capacity: texts.count + 1)
        unsafe list.initialize(repeating: nil, count: texts.count + 1)
        for (place, text) in texts.enumerated() { unsafe list[place] = unsafe strdup(text) }
    }

    deinit {
        for place in 0..<count { unsafe free(list[place]) }
        unsafe list.deallocate()
    }
}

/// Seconds of a clock that nobody sets.
enum Moment {
    static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
