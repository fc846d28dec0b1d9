import CofferStore
import GRDB
import GRDBSQLite

/// A cached statement, bound and stepped through SQLite's own interface: no row objects, one copy of each blob.
///
/// It is reset when it goes, so that no read transaction lingers and no argument stays bound.
@safe struct Query: ~Copyable {
    /// What SQLite answered when it was not a row and not the end.
    struct Failure: Error {
        let code: Int32
    }

    /// An argument.
    enum Value {
        case integer(Int64)
        case bits(UInt128)
        case blob([UInt8])
        case text(String)
        case null
    }

    private let handle: OpaquePointer

    /// Takes the statement from the connection's cache and binds its arguments in order.
    init(_ database: Database, _ sql: String, _ values: Value...) throws {
        let handle = unsafe try database.cachedStatement(sql: sql).sqliteStatement
        for (place, value) in values.enumerated() {
            let code = unsafe Self.bind(value, to: handle, at: Int32(place + 1))
            guard code == SQLITE_OK else { throw Failure(code: code) }
        }
        unsafe self.handle = handle
    }

    deinit {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    /// Goes to the next row; false at the end.
    func next() throws -> Bool {
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw Failure(code: code)
        }
    }

    /// Runs a statement that answers no rows, and answers how many it changed.
    @discardableResult
    consuming func run() throws -> Int {
        while try next() {}
        return Int(unsafe sqlite3_changes(sqlite3_db_handle(handle)))
    }

    private static func bind(_ value: Value, to handle: OpaquePointer, at place: Int32) -> Int32 {
        // SQLite copies before it returns.
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .integer(let number): return unsafe sqlite3_bind_int64(handle, place, number)
        case .null: return unsafe sqlite3_bind_null(handle, place)
        case .bits(let bits):
            return unsafe withUnsafeBytes(of: bits.bigEndian) {
                unsafe sqlite3_bind_blob(handle, place, $0.baseAddress, 16, copied)
            }
        case .text(let text):
            let bytes = Array(text.utf8)
            return unsafe bytes.withUnsafeBytes {
                unsafe sqlite3_bind_text(
                    handle, place, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count),
                    copied)
            }
        case .blob(let bytes):
            if bytes.isEmpty { return unsafe sqlite3_bind_zeroblob(handle, place, 0) }
            return unsafe bytes.withUnsafeBytes {
                unsafe sqlite3_bind_blob(handle, place, $0.baseAddress, Int32($0.count), copied)
            }
        }
    }
}

extension Query {
    /// Whether the column of the present row is null.
    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// The integer in a column, if it fits.
    ///
    /// - Throws: ``StoreError/corrupt``.
    func integer<Number: FixedWidthInteger>(_ column: Int32) throws -> Number {
        guard unsafe sqlite3_column_type(handle, column) == SQLITE_INTEGER,
            let number = Number(exactly: unsafe sqlite3_column_int64(handle, column))
        else { throw StoreError.corrupt }
        return number
    }

    /// The 128 bits in a column.
    ///
    /// - Throws: ``StoreError/corrupt``.
    func bits(_ column: Int32) throws -> UInt128 {
        guard unsafe sqlite3_column_type(handle, column) == SQLITE_BLOB,
            let start = unsafe sqlite3_column_blob(handle, column),
            unsafe sqlite3_column_bytes(handle, column) == 16
        else { throw StoreError.corrupt }
        return UInt128(bigEndian: unsafe start.loadUnaligned(as: UInt128.self))
    }

    /// The text in a column.
    ///
    /// - Throws: ``StoreError/corrupt``.
    func text(_ column: Int32) throws -> String {
        guard unsafe sqlite3_column_type(handle, column) == SQLITE_TEXT,
            let start = unsafe sqlite3_column_text(handle, column)
        else { throw StoreError.corrupt }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes in a column.
    ///
    /// - Throws: ``StoreError/corrupt``.
    func blob(_ column: Int32) throws -> [UInt8] {
        guard unsafe sqlite3_column_type(handle, column) == SQLITE_BLOB else { throw StoreError.corrupt }
        // A null pointer stands for no bytes, and for no memory.
        guard let start = unsafe sqlite3_column_blob(handle, column) else {
            guard unsafe sqlite3_errcode(sqlite3_db_handle(handle)) != SQLITE_NOMEM else {
                throw Failure(code: SQLITE_NOMEM)
            }
            return []
        }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
