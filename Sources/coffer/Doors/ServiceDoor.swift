import Coffer
import CofferClient
import CofferModel

/// A running service, asked through its socket.
extension Asker: Door {
    func takeIn(
        _ lines: FileLines, receive: (Int, ImportResult) throws(VaultError) -> Void
    ) async throws(VaultError) {
        _ = try await importLines(lines.unbroken) { (line, result) async throws(VaultError) in
            try receive(line, result)
        }
    }
}

extension FileLines {
    /// The same lines as they follow each other, with the empty ones, so that the service counts as this side does.
    var unbroken: Unbroken { Unbroken(lines: self) }

    struct Unbroken: AsyncSequence, Sendable {
        fileprivate let lines: FileLines

        func makeAsyncIterator() -> Iterator { Iterator(lines: lines) }

        struct Iterator: AsyncIteratorProtocol {
            fileprivate let lines: FileLines
            private var waiting: ImportLine?
            private var number = 0

            fileprivate init(lines: FileLines) { self.lines = lines }

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
}
