import CPlatform
import Glibc

/// One run of a program: fed, awaited, and ended when its time is over.
final class CommandRun {
    private let process: pid_t
    private let pipe: Int32

    /// Starts a program by its path; nil when it cannot be.
    ///
    /// - Parameters:
    ///   - program: an absolute path.
    ///   - arguments: without the program's name.
    init?(_ program: String, _ arguments: [String]) {
        var ends: [Int32] = [-1, -1]
        guard unsafe coffer_pipe(&ends) == 0 else { return nil }
        let started = Self.start(program, arguments, input: ends[0])
        close(ends[0])
        guard let started else {
            close(ends[1])
            return nil
        }
        process = started
        pipe = ends[1]
        _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
    }

    /// Hands over the bytes and waits for the end.
    func feed(_ bytes: [UInt8], seconds: Int) -> CommandEnd {
        let end = Moment.now + Double(seconds)
        let isAllRead = write(bytes, until: end)
        close(pipe)
        while Moment.now < end {
            if let status = status(WNOHANG) { return Self.end(status) }
            // Programs that hand over mail end within some milliseconds, or take seconds.
            usleep(10_000)
        }
        kill(-process, SIGKILL)
        _ = status(0)
        return .timeout(isAllRead: isAllRead)
    }

    /// Whether the program took all of it; false when it closed its input or the time was over.
    private func write(_ bytes: [UInt8], until end: Double) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { bytes in
                unsafe Glibc.write(pipe, bytes.baseAddress.map { unsafe $0 + sent }, bytes.count - sent)
            }
            if count > 0 {
                sent += count
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { return false }
            var wait = pollfd(fd: pipe, events: Int16(POLLOUT), revents: 0)
            let left = Int32(max(0, (end - Moment.now) * 1000))
            guard left > 0, unsafe poll(&wait, 1, left) >= 0 || errno == EINTR else { return false }
        }
        return true
    }

    /// The wait status, or nil while it runs.
    private func status(_ options: Int32) -> Int32? {
        var status: Int32 = 0
        while true {
            let ended = unsafe waitpid(process, &status, options)
            if ended == process { return status }
            if ended == 0 { return nil }
            // ECHILD: somebody else took its status. Nothing is known then.
            if errno != EINTR { return SIGKILL }
        }
    }

    /// wait(2): the low seven bits are a signal, the next eight the status.
    private static func end(_ status: Int32) -> CommandEnd {
        status & 0x7F == 0 ? .exited(UInt8(truncatingIfNeeded: status >> 8)) : .killed
    }

    private static func start(_ program: String, _ arguments: [String], input: Int32) -> pid_t? {
        let words = CStrings([program] + arguments)
        let surroundings = CStrings(["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"])
        var process: pid_t = 0
        let failed = unsafe coffer_spawn(&process, program, words.list, surroundings.list, input)
        return failed == 0 ? process : nil
    }
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
private enum Moment {
    static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
