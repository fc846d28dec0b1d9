import CofferIntake
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Customers of a company, made into tables and back.
@Suite(.enabled(if: CustomerTables.lines != nil, "../shared/data/customers.jsonl is not here"))
struct CustomerTablesTests {
    @Test func `three tables of 400 customers become the customers that they were made of`() throws {
        let customers = try #require(CustomerTables.lines)
        #expect(customers.count == 400)
        let desk = try Desk()
        for (name, bytes) in CustomerTables.tables(customers) { try desk.write(bytes, to: name) }
        let parts = ["clients", "cards", "devices"].map {
            (file: $0 + ".csv", map: CustomerTables.maps[$0 + ".yaml"] ?? "")
        }
        let said = try desk.all(parts[0], parts[1], parts[2])
        #expect(said.compactMap(\.fault) == [])
        #expect(said.count == 400)
        for (said, customer) in zip(said, customers) {
            for member in ["ref", "language", "source"] { #expect(said.json?[member] == customer[member]) }
            let made = Set(said.json?["records"]?.array ?? [])
            #expect(made == Set(customer["records"]?.array ?? []))
        }
    }
}
