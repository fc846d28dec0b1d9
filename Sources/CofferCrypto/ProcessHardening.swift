import CPlatform

/// What changes the whole process: only the program `coffer` asks for it, never the library on its own.
package enum ProcessHardening {
    /// Forbids core files and tracing, and resets the crash signals, whose handlers would print memory.
    ///
    /// - Throws: ``NotHardened`` when the kernel refuses any of it.
    package static func apply() throws(NotHardened) {
        guard coffer_harden_process() == 0 else { throw NotHardened() }
    }

    /// Whether all of it holds now.
    package static var isApplied: Bool { coffer_process_is_hardened() == 1 }
}

/// The process could not be kept from dumping its memory.
package struct NotHardened: Error, Hashable {}
