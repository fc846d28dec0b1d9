/// Why a store did not do what it was asked; carries no content.
package enum StoreError: Error, Hashable, Sendable {
    /// An expected revision was not there, or what was to be new existed; nothing was written.
    case conflict
    /// The store cannot work now; nothing was written, unless the operation says otherwise.
    case unavailable(Obstacle)
    /// The disk is full; nothing was written.
    case full
    /// The commit's outcome is unknown; the rows may or may not be there, and the store takes no more writes.
    case unknown
    /// The bytes on disk are not what a store wrote.
    case corrupt
    /// The database belongs to another vault or to another program.
    case foreign
    /// The database was written by a newer Coffer.
    case newer

    /// What stands in the way.
    package enum Obstacle: String, Hashable, Sendable {
        /// Another connection holds the database.
        case busy
        /// The store was closed.
        case closed
        /// The file is missing.
        case missing
        /// The file exists where a new one was to be made.
        case exists
        /// The file may not be opened: permissions, owner, a symbolic link, or not a regular file.
        case access
        /// The disk gave an input or output error while nothing was being committed.
        case disk
        /// An earlier commit ended with an unknown outcome; reopen the store.
        case halted
        /// The database answered something else.
        case other
    }
}
