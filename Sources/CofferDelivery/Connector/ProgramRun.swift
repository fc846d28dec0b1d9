import CPlatform
import CofferModel
import Glibc

/// One run of a connector's program: handed its values, listened to, and ended with all of its group.
///
/// The values go over a socket that only the program has the other end of: once read, they are nowhere, and nobody opens it
/// a second time through /proc. Its output is its answer; what it writes beyond the limit, and all its errors, are dropped.
final class ProgramRun {
    private let program: StartedProgram
    private var values: Int32?
    private var written = 0
    private let output: Int32
    private var isOpen = true
    private var answer = KeptAnswer()

    /// Starts the program, hands it the values and waits for its end.
    static func hand(
        _ values: UnsafeRawBufferPointer, to program: ConnectorProgram, _ timing: DeliveryTiming
    ) -> ConnectorOutcome {
        guard let run = ProgramRun(program) else { return .unsent(.local) }
        return unsafe run.hand(values, seconds: timing.whole)
    }

    private init?(_ program: ConnectorProgram) {
        var values: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        defer { for end in [values[0], output[1]] where end >= 0 { close(end) } }
        guard unsafe coffer_one_way(&values) == 0 else { return nil }
        let started: StartedProgram? =
            unsafe coffer_pipe(&output) == 0
            ? StartedProgram(
                program.path, program.arguments, [],
                coffer_streams(input: -1, output: output[1], third: values[0]))
            : nil
        guard let started else {
            close(values[1])
            if output[0] >= 0 { close(output[0]) }
            return nil
        }
        self.program = started
        self.values = values[1]
        self.output = output[0]
        _ = fcntl(self.output, F_SETFL, O_NONBLOCK)
    }

    deinit {
        endValues()
        close(output)
    }

    private func hand(_ bytes: UnsafeRawBufferPointer, seconds: Int) -> ConnectorOutcome {
        let end = Moment.now + Double(seconds)
        while Moment.now < end {
            // Before it is listened to for the last time: what it wrote is in the pipe then.
            let hasEnded = program.hasEnded
            unsafe write(bytes)
            listen()
            if hasEnded { return outcome() }
            pause(10)
        }
        program.kill()
        _ = program.status()
        return .unknown(.timeout)
    }

    private func outcome() -> ConnectorOutcome {
        // What it left behind may hold values: while it is not waited for, the group's number is nobody else's.
        program.kill()
        return switch program.status() {
        case .exited(let status): .answered(.exit(Int(status)), answer.bytes)
        case .killed: .unknown(.interrupted)
        }
    }

    /// Until there is something to do, or some milliseconds are over.
    private func pause(_ milliseconds: Int32) {
        var waits: [pollfd] = []
        if isOpen { waits.append(pollfd(fd: output, events: Int16(POLLIN), revents: 0)) }
        if let values { waits.append(pollfd(fd: values, events: Int16(POLLOUT), revents: 0)) }
        _ = unsafe poll(&waits, nfds_t(waits.count), milliseconds)
    }

    /// Writes what there is room for; after the last of it, or when nobody will read it, the end.
    private func write(_ bytes: UnsafeRawBufferPointer) {
        while let values, written < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = unsafe send(values, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            if count > 0 { written += count }
            if count < 0, errno == EAGAIN { return }
            if count < 0, errno != EINTR { break }
        }
        endValues()
    }

    private func endValues() {
        if let values { close(values) }
        values = nil
    }

    /// Takes what it has answered by now; what is too much is read as well, so that it is not ended in the middle of its work.
    private func listen() {
        var piece = [UInt8](repeating: 0, count: 4096)
        defer { piece.wipe() }
        // As much as a pipe holds, so that who never stops is not listened to for longer than his time.
        for _ in 0..<16 where isOpen {
            let count = unsafe piece.withUnsafeMutableBytes { bytes in
                let count = unsafe read(output, bytes.baseAddress, bytes.count)
                if count > 0 { _ = unsafe answer.keep(UnsafeRawBufferPointer(rebasing: bytes[..<count])) }
                return count
            }
            if count < 0, errno == EAGAIN { return }
            if count == 0 || (count < 0 && errno != EINTR) { isOpen = false }
        }
    }
}
