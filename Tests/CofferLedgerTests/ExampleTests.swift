import CofferLedger
import CofferModel
import Foundation
import Testing

/// The log that docs/formats/ledger.md shows; whoever changes the format changes the page.
@Suite struct ExampleTests {
    private func written() async throws -> TestLog {
        let log = try TestLog()
        let ledger = try log.create()
        var read = LedgerEntry.sample(0xAA)
        read.subject = Reference(bits: 0x6B)
        read.cells = [
            LedgerCell(
                record: Reference(bits: 0x6C),
                granted: [.masked: [FieldPath(className: "payment", field: "pan")]],
                denied: [.roleDenied: [FieldPath(className: "payment", field: "cvv")]])
        ]
        var write = LedgerEntry.sample(0xAB)
        write.action = .write
        write.state = .intent
        write.subject = Reference(bits: 0x6B)
        write.changes = [LedgerChange(record: Reference(bits: 0x6C), revision: 4, hash: .zero)]
        _ = try await ledger.append([read]).time
        log.clock.turn(by: 1500)
        _ = try await ledger.append([write]).time
        ledger.done(through: 2)
        await ledger.close()
        return log
    }

    private func page() throws -> String {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return String(decoding: try Files.read(package.path + "/docs/formats/ledger.md"), as: UTF8.self)
    }

    private func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: Array(bytes), as: UTF8.self)
    }

    @Test func `rows, checkpoint and key are written as the page shows them`() async throws {
        let log = try await written()
        let page = try page()
        #expect(page.contains("```\n" + text(try Files.read(log.files.path + "/rows.jsonl")) + "```"))
        #expect(page.contains("```\n" + text(try Files.read(log.files.path + "/key.pub")) + "```"))
        let anchor = try Files.read(log.anchor.path)
        #expect(page.contains("```\n" + text(anchor) + "```"))
        #expect(text(try Files.read(log.files.path + "/checkpoints")).hasSuffix(text(anchor)))
    }
}
