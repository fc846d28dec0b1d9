import CofferModel
import CofferStore
import Foundation
import GRDB

extension Schema {
    /// How every connection is set up.
    var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "coffer"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { [secureDelete, mappedBytes] database in
            try database.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA secure_delete = \(secureDelete);
                    PRAGMA mmap_size = \(mappedBytes);
                    """)
        }
        return configuration
    }

    /// Writes down whose a new database is.
    ///
    /// - Throws: when SQLite does.
    func begin(_ database: Database, vault: VaultID) throws {
        try database.execute(
            sql: """
                PRAGMA application_id = \(application);
                CREATE TABLE vault (id BLOB PRIMARY KEY CHECK (length(id) = 16)) STRICT, WITHOUT ROWID;
                """)
        try Query(database, "INSERT INTO vault (id) VALUES (?)", .bits(vault.bits)).run()
    }

    /// Checks whose database it is, and that no newer build wrote it.
    ///
    /// - Throws: ``StoreError/foreign``, ``StoreError/newer``, or what SQLite does.
    func check(_ database: Database, vault: VaultID) throws {
        guard try Int64.fetchOne(database, sql: "PRAGMA application_id") == Int64(application),
            try Data.fetchAll(database, sql: "SELECT id FROM vault").map({ Array($0) }) == [vault.bytes]
        else { throw StoreError.foreign }
        guard try !migrator.hasBeenSuperseded(database) else { throw StoreError.newer }
    }

    /// The numbered migrations.
    var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (place, statements) in migrations.enumerated() {
            migrator.registerMigration(String(place + 1)) { try $0.execute(sql: statements) }
        }
        return migrator
    }
}
