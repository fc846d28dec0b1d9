import Glibc

/// A thread outside the cooperative pool, for work that blocks: a transfer, or a program that runs.
enum OwnThread {
    /// Does the work on a thread that ends with it; nil when the system has no thread left.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            let job = Job { continuation.resume(returning: work()) }
            if !start(job) { continuation.resume(returning: nil) }
        }
    }

    private static func start(_ job: Job) -> Bool {
        let argument = unsafe Unmanaged.passRetained(job)
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                OwnThread.blockBrokenPipes()
                unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, argument.toOpaque())
        guard status == 0 else {
            unsafe argument.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// The other end may go away while we write: an error, not the end of the process.
    private static func blockBrokenPipes() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private final class Job {
        let work: () -> Void
        init(_ work: @escaping () -> Void) { self.work = work }
    }
}
