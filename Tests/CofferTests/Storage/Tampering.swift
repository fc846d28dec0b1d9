import Coffer
import CofferModel
import CofferTesting
import Testing

/// What became of one change to the files.
enum Caught: Hashable, Sendable {
    /// The vault did not open.
    case onOpen(Code)
    /// A reader was refused.
    case onRead(Code)
    /// `verify` named it.
    case named
    /// Nobody noticed.
    case silent
}

/// A closed vault of two customers, its files, and what a reader sees in them.
struct Tampered {
    let house: TestVault
    let first: SubjectID
    let second: SubjectID
    private let files: TemporaryDirectory
    private let seen: [SubjectView]

    init() async throws {
        house = try await TestVault()
        first = try await house.addCustomer(1)
        second = try await house.addCustomer(2)
        var seen: [SubjectView] = []
        for (subject, session) in Self.readers(house, first, second) {
            seen.append(try await house.vault.show(subject, as: session))
        }
        self.seen = seen
        try await house.vault.close()
        files = try house.snapshot()
    }

    private static func readers(_ house: TestVault, _ first: SubjectID, _ second: SubjectID)
        -> [(SubjectID, Session)]
    {
        [first, second].flatMap { subject in
            [
                (subject, house.session("billing_clerk", .billing)),
                (subject, house.session("network_engineer", .deviceOps)),
            ]
        }
    }

    /// Changes fresh files and says how it was noticed.
    func after(_ what: String, _ change: (TestVault) throws -> Void) async throws -> Set<Caught> {
        try house.restore(files)
        try change(house)
        let vault: Vault
        do { vault = try await house.reopen() } catch { return [.onOpen(error.code)] }
        var caught: Set<Caught> = []
        var differs = false
        for ((subject, session), seen) in zip(Self.readers(house, first, second), seen) {
            do {
                let view = try await vault.show(subject, as: session)
                differs = differs || view != seen
                for case .denied(.integrity) in view.records.flatMap(\.fields.values) {
                    caught.insert(.onRead(.integrity))
                }
            } catch { caught.insert(.onRead(error.code)) }
        }
        do {
            if !(try await vault.verify(as: house.admin) { _ in }.isClean) { caught.insert(.named) }
        } catch { caught.insert(.onRead(error.code)) }
        try await vault.close()
        if differs { #expect(caught.contains(.named), "\(what): what is read differs, and verify is silent") }
        return caught.isEmpty ? [.silent] : caught
    }

    /// Changes one value of one row: an integer grows, one bit of bytes flips, a null into bytes.
    static func change(_ column: String, of table: String, in file: String, _ house: TestVault) throws {
        let from = "FROM \(table) WHERE \(column) IS NOT NULL ORDER BY 1 LIMIT 1"
        let any = try house.sql(file, "SELECT typeof(\(column)), quote(\(column)) \(from)")
        guard let row = any.first, row.count == 2 else {
            return try house.sql(file, "UPDATE \(table) SET \(column) = zeroblob(16)").discard()
        }
        let changed: String
        if row[0] == "blob" {
            var digits = Array(row[1])
            let place = digits.count / 2
            digits[place] = digits[place] == "7" ? "6" : "7"
            changed = String(digits)
        } else {
            changed = "\(row[1]) + 77"
        }
        try house.sql(file, "UPDATE \(table) SET \(column) = \(changed) WHERE \(column) = \(row[1])")
    }
}

extension [[String]] {
    func discard() {}
}
