import Coffer
import CofferClient
import CofferModel

/// A running service, asked through its socket.
extension Asker: Door {
    func takeIn(
        _ lines: any GivenLines, rehearsing: Bool, receive: (Int, ImportResult) throws(VaultError) -> Void
    ) async throws(VaultError) {
        let given = Unbroken(lines: lines)
        _ =
            rehearsing
            ? try await rehearseImport(given) { (line, result) async throws(VaultError) in
                try receive(line, result)
            }
            : try await importLines(given) { (line, result) async throws(VaultError) in
                try receive(line, result)
            }
    }
}

/// Lines as they follow each other, with the empty ones, so that the service counts as this side does.
private struct Unbroken: AsyncSequence, Sendable {
    let lines: any GivenLines

    func makeAsyncIterator() -> Iterator { Iterator(lines: lines) }

    struct Iterator: AsyncIteratorProtocol {
        private let lines: any GivenLines
        private var waiting: ImportLine?
        private var number = 0

        init(lines: any GivenLines) { self.lines = lines }

        mutating func next() async throws(VaultError) -> [UInt8]? {
            guard Interrupts.count == 0 else { return nil }
            if waiting == nil { waiting = try lines.next() }
            guard let line = waiting else { return nil }
            number += 1
            guard line.number == number else { return [] }
            waiting = nil
            return line.bytes
        }
    }
}
