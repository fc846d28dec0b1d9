import CPlatform
import Glibc

/// One run of a program: fed, awaited, and ended when its time is over.
final class CommandRun {
    private let program: StartedProgram
    private let pipe: Int32

    /// Starts a program by its path; nil when it cannot be.
    ///
    /// - Parameters:
    ///   - program: an absolute path.
    ///   - arguments: without the program's name.
    init?(_ program: String, _ arguments: [String]) {
        var ends: [Int32] = [-1, -1]
        guard unsafe coffer_pipe(&ends) == 0 else { return nil }
        let started = StartedProgram(
            program, arguments, ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"],
            coffer_streams(input: ends[0], output: -1, third: -1))
        close(ends[0])
        guard let started else {
            close(ends[1])
            return nil
        }
        self.program = started
        pipe = ends[1]
        _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
    }

    /// Hands over the bytes and waits for the end.
    func feed(_ bytes: [UInt8], seconds: Int) -> CommandEnd {
        let end = Moment.now + Double(seconds)
        let isAllRead = write(bytes, until: end)
        close(pipe)
        while Moment.now < end {
            if program.hasEnded { return CommandEnd(program.status()) }
            // Programs that hand over mail end within some milliseconds, or take seconds.
            usleep(10_000)
        }
        program.kill()
        _ = program.status()
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
}
