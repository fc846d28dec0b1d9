import Coffer
import CofferModel
import CofferTesting
import Synchronization
import Testing

/// Labels that only the table of what was issued knows (EN-01, EN-03).
@Suite struct IssuedTests {
    private static let short =
        "{ of: device, mode: table, scope: relationship, period: quarter, format: { alphabet: \"0123456789\", length: 6 } }"

    @Test
    func
        `E-14 a label that left is told from the table, and from nothing else: without its row it is unknown`()
        async throws
    {
        let labels = try await LabelHouse(Self.short)
        try await labels.close()
        let end = try #require(Timestamp(year: 2027, month: 1, day: 1))
        let text = try LabelFormat(prefix: "", alphabet: "0123456789", length: 6, check: true).text([1, 2])
        try await labels.issue(text, device: 1, until: end)
        try await labels.reopen()
        let found = try await labels.vault.resolve(text.lowercased(), as: labels.officer)
        #expect(found.record == labels.devices[1] && found.subject == labels.subject)
        #expect(found.until == end && found.kind == "device")
        labels.house.clock.advance(seconds: 41 * 86_400)
        #expect(await labels.refusal(text) == .notFound)
        try await labels.close()
        try labels.house.sql("data.db", "DELETE FROM issued")
        try await labels.reopen()
        #expect(await labels.refusal(text) == .notFound)
    }

    @Test func `a row that somebody moved to another label, or gave more time, is not believed`() async throws
    {
        let labels = try await LabelHouse(Self.short)
        let format = try LabelFormat(prefix: "", alphabet: "0123456789", length: 6, check: true)
        let (one, other) = (format.text([1]), format.text([2]))
        let end = try #require(Timestamp(year: 2027, month: 1, day: 1))
        try await labels.close()
        try await labels.issue(one, device: 0, until: end)
        try await labels.issue(other, device: 1, until: end)
        try labels.house.sql(
            "data.db", "UPDATE issued SET sealed = (SELECT sealed FROM issued ORDER BY token LIMIT 1)")
        try await labels.reopen()
        let codes = [await labels.refusal(one), await labels.refusal(other)]
        #expect(Set(codes) == [nil, .integrity])
        try await labels.close()
        try labels.house.sql("data.db", "UPDATE issued SET expires = expires + 86400000")
        try await labels.reopen()
        #expect(await labels.refusal(one) == .integrity)
        #expect(await labels.refusal(other) == .integrity)
    }

    @Test func `E-08 a preview stores no label, and what it made up is another one next time`() async throws {
        let labels = try await LabelHouse(
            "{ of: device, mode: table, scope: relationship, period: quarter }")
        let (one, two) = (try await labels.label(), try await labels.label())
        #expect(one != two && one.count == 9)
        #expect(await labels.refusal(one) == .notFound)
        try await labels.close()
        #expect(try labels.house.sql("data.db", "SELECT count(*) FROM issued") == [["0"]])
    }

    @Test func `EN-01 a short label that is taken is thrown again, and when none is free there is no notice`()
        async throws
    {
        let labels = try await LabelHouse(Self.short)
        let format = try LabelFormat(prefix: "", alphabet: "0123456789", length: 6, check: true)
        let (zero, one) = (format.text([0]), format.text([1]))
        let end = try #require(Timestamp(year: 2027, month: 1, day: 1))
        let coin = Coin()
        func labelled() async throws -> Set<String> {
            try await labels.reopen(random: coin)
            coin.flip(true)
            defer { coin.flip(false) }
            var seen: Set<String> = []
            for _ in 0..<24 { seen.insert(try await labels.label()) }
            return seen
        }
        try await labels.close()
        #expect(try await labelled() == [zero, one])
        try await labels.close()
        try await labels.issue(zero, device: 1, until: end)
        #expect(try await labelled() == [one])
        try await labels.close()
        try await labels.issue(one, device: 1, until: end)
        #expect(await code { try await labelled() } == .unavailable)
    }
}

/// Randomness of one bit, while it is turned on; the bit follows from how often it was asked, in a pattern of its own.
private final class Coin: RandomSource {
    private let state = Mutex((isOn: false, count: UInt64(0)))

    func flip(_ isOn: Bool) { state.withLock { $0.isOn = isOn } }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        unsafe SystemRandom().fill(buffer)
        let bit: UInt8? = state.withLock { state in
            guard state.isOn else { return nil }
            state.count += 1
            return UInt8((state.count &* 0x9E37_79B9_7F4A_7C15) >> 63)
        }
        guard let bit, buffer.count == 16 else { return }
        for place in 0..<15 { unsafe buffer[place] = 0 }
        unsafe buffer[15] = bit
    }
}
