import CofferLedger
import CofferModel
import Testing

@Suite struct CheckpointTests {
    private func text(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
    }

    @Test func `a checkpoint is a signed note of origin, size, root and what is done`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        _ = try await ledger.append([.sample(1)]).time
        ledger.done(through: 1)
        _ = try await ledger.append([.sample(2)]).time
        let lines = text(ledger.note)
        #expect(lines.count == 7)
        #expect(lines[0] == "coffer/01920000-0000-7000-8000-000000000001/00001")
        #expect(lines[1] == "2")
        #expect(lines[3] == "done 1")
        #expect(lines[4] == "" && lines[6] == "")
        #expect(lines[5].hasPrefix("— coffer/01920000-0000-7000-8000-000000000001/00001 "))
        #expect(Checkpoint(verifying: ledger.note, by: ledger.key) == ledger.head)
        await ledger.close()
        let filed = try Files.read(log.files.path + "/checkpoints")
        #expect(filed.suffix(ledger.note.count).elementsEqual(ledger.note))
    }

    @Test func `a note that differs in any byte, or is another log's, is refused`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        let note = ledger.note
        for place in note.indices {
            var other = note
            other[place] ^= 1
            #expect(Checkpoint(verifying: other, by: ledger.key) == nil)
            #expect(Checkpoint(verifying: Array(note[..<place]), by: ledger.key) == nil)
        }
        #expect(Checkpoint(verifying: note + note, by: ledger.key) == nil)
        #expect(Checkpoint(verifying: note + [10], by: ledger.key) == nil)
        let elsewhere = LogKey(name: LogName(vault: log.name.vault, log: 2), key: ledger.key.key)
        #expect(Checkpoint(verifying: note, by: elsewhere) == nil)
        await ledger.close()
    }

    @Test(arguments: ["coffer", "coffer/x/00001", "coffer/01920000-0000-7000-8000-000000000001/1", ""])
    func `a text that is no log's name is refused`(text: String) {
        #expect(LogName(text) == nil)
    }

    @Test func `a log's name reads back`() {
        let name = LogName(vault: VaultID(bits: 3), log: 65_535)
        #expect(LogName(name.description) == name)
    }
}
