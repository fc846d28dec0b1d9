import Glibc

/// One object of OpenSSL a thread: made on first use, freed when the thread ends.
///
/// A new context for each text costs as much as the text itself.
@safe final class PerThread: @unchecked Sendable {
    private let key: pthread_key_t
    private let make: @Sendable () -> OpaquePointer

    init(
        freeing free: @convention(c) (UnsafeMutableRawPointer?) -> Void,
        _ make: @escaping @Sendable () -> OpaquePointer
    ) {
        var key = pthread_key_t()
        let status = unsafe pthread_key_create(&key, free)
        precondition(status == 0, "a process has room for a thread key")
        self.key = key
        unsafe self.make = make
    }

    /// The calling thread's own.
    var object: OpaquePointer {
        if let kept = unsafe pthread_getspecific(key) { return OpaquePointer(kept) }
        let made = unsafe make()
        let status = unsafe pthread_setspecific(key, UnsafeRawPointer(made))
        precondition(status == 0, "a thread has room for its objects")
        return unsafe made
    }
}
