import Glibc

/// A thread outside the cooperative pool, for work that blocks.
enum OwnThread {
    /// Gives the writer a thread that ends with its work.
    static func start(_ loop: sending WriterLoop) {
        let start = unsafe Unmanaged.passRetained(Start(loop)).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().loop.run()
                return nil
            }, start)
        precondition(status == 0, "the system has no thread left")
        pthread_detach(thread)
    }

    private final class Start {
        var loop: WriterLoop
        init(_ loop: WriterLoop) { self.loop = loop }
    }
}
