extension Limits {
    /// Files of one import.
    public static let intakeParts = 8
    /// One cell of a table.
    public static let intakeCellBytes = 64 * 1024
    /// One row of a table.
    public static let intakeRowBytes = 256 * 1024
    /// Columns of a table.
    public static let intakeColumns = 1024
    /// Rows of a table that may have several of a customer: their places are kept, 32 bytes each.
    public static let intakeIndexedRows = 2_097_152
    /// Rows of one customer in one table.
    public static let intakeRowsOfCustomer = 4096
    /// What stands in the rows of one customer in one table, all of them together.
    public static let intakeCustomerBytes = 4 * 1024 * 1024
    /// Certificates of one name that are tried for having vouched for another.
    public static let intakeIssuers = 16
    /// References that one import gives; of each, 8 bytes are kept.
    public static let intakeReferences = 4_194_304
    /// Files of a folder of certificates.
    public static let intakeFolderFiles = 16_384
    /// Passphrases that come with an import, all of them together.
    public static let passphraseFileBytes = 1024 * 1024
}
