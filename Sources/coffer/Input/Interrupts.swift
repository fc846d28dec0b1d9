import Glibc
import Synchronization

/// How often Ctrl-C was pressed: the first lets work end at a good place, the second ends the process.
enum Interrupts {
    private static let pressed = Atomic<Int>(0)

    /// Exit status of a process that was interrupted.
    static let status: Int32 = 130

    static var count: Int { pressed.load(ordering: .relaxed) }

    /// From now on a first Ctrl-C is only counted.
    static func watch() {
        // Made before a handler may touch it.
        pressed.store(0, ordering: .relaxed)
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in
            if Interrupts.pressed.add(1, ordering: .relaxed).newValue > 1 { _exit(Interrupts.status) }
        }
        unsafe sigaction(SIGINT, &action, nil)
    }
}
