import CofferStore
import GRDB
import GRDBSQLite

extension StoreError {
    /// What an error of SQLite or GRDB means, when nothing was being committed.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as Query.Failure: self.init(code: error.code)
        case let error as DatabaseError: self.init(code: error.extendedResultCode.rawValue)
        default: self = .unavailable(.other)
        }
    }

    /// What an error of SQLite means that `COMMIT` answered: after a failed write or sync nobody knows.
    init(ofCommit error: any Error) {
        let meaning = StoreError(error)
        switch meaning {
        case .unavailable(.busy): self = meaning
        default: self = .unknown
        }
    }

    private init(code: Int32) {
        switch ResultCode(rawValue: code) {
        case .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_UNIQUE: self = .conflict
        case .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS: self = .corrupt
        default: self.init(primary: code & 0xFF)
        }
    }

    private init(primary code: Int32) {
        switch code {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .unavailable(.busy)
        case SQLITE_FULL: self = .full
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_FORMAT: self = .corrupt
        case SQLITE_IOERR: self = .unavailable(.disk)
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH: self = .unavailable(.access)
        default: self = .unavailable(.other)
        }
    }
}
