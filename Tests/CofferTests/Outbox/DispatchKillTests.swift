import Coffer
import CofferModel
import CofferStore
import CofferTesting
import Foundation
import Testing

/// Kill -9 between any two steps of a notice's way out, as the files of that moment put back and opened (NI-09).
@Suite struct DispatchKillTests {
    @Test func `a notice is queued or it is not, wherever a kill comes, and leaves once`() async throws {
        let box = try await OutboxHouse()
        let (house, sender) = (box.house, box.sender)
        try await house.vault.close()
        let moments = try await house.moments { vault in
            _ = try await vault.send(
                "service_state", to: box.subject, about: nil, given: OutboxHouse.given, idempotencyKey: nil,
                as: sender)
        }
        #expect(moments.map(\.0) == [.dataGoing, .dataThere])
        for (moment, files) in moments {
            try house.restore(files)
            let vault = try await house.reopen()
            #expect(try await house.findings(vault) == [], "\(moment.rawValue)")
            let done = try await vault.dispatch(as: box.dispatcher)
            #expect(done == Dispatched(sent: moment == .dataThere ? 1 : 0), "\(moment.rawValue)")
            #expect(try await house.findings(vault) == [], "\(moment.rawValue), after its tests")
            try await vault.close()
        }
    }

    @Test
    func `a notice killed on its way leaves at least once, always under one name, and no text is on disk`()
        async throws
    {
        let box = try await OutboxHouse()
        let house = box.house
        _ = try await box.send()
        try await house.vault.close()
        let moments = try await house.moments { vault in
            let done = try await vault.dispatch(as: box.dispatcher)
            #expect(done == Dispatched(sent: 1))
        }
        // Its lease, its labels or tokens if it has some, and its end.
        #expect(moments.count >= 4 && moments.last?.0 == .dataThere)
        let name = try #require(try box.names().first)
        for (place, (moment, files)) in moments.enumerated() {
            for file in try FileManager.default.subpathsOfDirectory(atPath: files.file("vault")) {
                let bytes = try? Data(contentsOf: URL(fileURLWithPath: files.file("vault") + "/" + file))
                // The words of the template are the charter's; the day is the message's.
                #expect(bytes?.range(of: Data("1 декември 2026".utf8)) == nil)
                #expect(bytes?.range(of: Data(Customers.email(1).utf8)) == nil)
            }
            try house.restore(files)
            let vault = try await house.reopen()
            #expect(try await house.findings(vault) == [], "\(moment.rawValue)")
            house.clock.advance(seconds: 900)
            let done = try await vault.dispatch(as: box.dispatcher)
            let isNoted = place == moments.count - 1
            #expect(done == Dispatched(sent: isNoted ? 0 : 1), "\(place): \(moment.rawValue)")
            #expect(try box.names() == [name])
            #expect(try await house.findings(vault) == [], "\(moment.rawValue), after its tests")
            try await vault.close()
        }
    }
}

extension OutboxHouse {
    /// The names of the messages that left: the spool's folder has one file a name.
    fileprivate func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: house.directory.file("spool-bodies/new")).sorted()
    }
}
