import CofferClient
import CofferModel
import CofferTesting
import Foundation
import Synchronization
import Testing

/// Lines in and lines out at the same time, in flat memory.
@Suite struct StreamTests {
    private let directory: TemporaryDirectory
    private let kept = Kept()

    init() throws { directory = try TemporaryDirectory() }

    private func service(_ manner: LineService.Manner = .answersAll) async throws -> (LineService, Asker) {
        let service = kept.keep(try await LineService(directory.file("socket"), manner))
        return (service, asker(service.path))
    }

    private func asker(_ path: String) -> Asker {
        CofferClient(socket: path, patience: .seconds(20)).as(role: .admin, purpose: .keyAdmin)
    }

    /// Lines that count how many were taken of them.
    private final class Given: AsyncSequence, Sendable {
        let count: Int
        let bytes: Int
        let failing: Bool
        let taken = Atomic<Int>(0)

        init(_ count: Int, bytes: Int = 100, failing: Bool = false) {
            self.count = count
            self.bytes = bytes
            self.failing = failing
        }

        func makeAsyncIterator() -> Iterator { Iterator(given: self) }

        struct Iterator: AsyncIteratorProtocol {
            let given: Given
            var place = 0

            mutating func next() async throws -> [UInt8]? {
                guard place < given.count else {
                    if given.failing { throw VaultError(.badValue, rule: "input.line") }
                    return nil
                }
                place += 1
                given.taken.add(1, ordering: .relaxed)
                return [UInt8](repeating: UInt8(ascii: "x"), count: given.bytes)
            }
        }
    }

    @Test func `each line has its result, in order, and the end says how many`() async throws {
        let (service, asker) = try await service()
        var numbers: [Int] = []
        let summary = try await asker.importLines(Given(5000)) { number, result in
            numbers.append(number)
            #expect(result == .added(records: 1))
        }
        #expect(numbers == Array(1...5000))
        #expect(summary.lines == 5000 && summary.added == 5000 && summary.refused == 0)
        #expect(service.taken == 5000)
        let empty = try await asker.importLines(Given(0)) { _, _ in }
        #expect(empty.lines == 0)
    }

    @Test func `a service that ends the connection after the last line has answered all`() async throws {
        let (_, asker) = try await service(.answersAllAndLeaves)
        for _ in 0..<20 {
            #expect(try await asker.importLines(Given(3)) { _, _ in }.lines == 3)
        }
    }

    @Test func `results come while lines are still to come`() async throws {
        let (_, asker) = try await service()
        let (lines, feed) = AsyncStream<[UInt8]>.makeStream()
        feed.yield([120])
        let summary = try await asker.importLines(lines) { number, _ in
            if number < 10 { feed.yield([120]) } else { feed.finish() }
        }
        #expect(summary.lines == 10)
    }

    @Test func `a slow receiver slows the service and the sender down`() async throws {
        let (service, asker) = try await service()
        let given = Given(20_000, bytes: 1000)
        let most = Atomic<Int>(0)
        _ = try await asker.importLines(given) { number, _ in
            if number == 1 { try? await Task.sleep(for: .milliseconds(500)) }
            if number == 1 { most.store(given.taken.load(ordering: .relaxed), ordering: .relaxed) }
        }
        // The buffers of two sockets and one window; not the 20 MB of the whole.
        #expect(most.load(ordering: .relaxed) < 20_000)
        #expect(service.taken == 20_000)
    }

    @Test func `a service that does not read slows the sender down`() async throws {
        let service = kept.keep(try await LineService(directory.file("socket"), .readsNothing))
        let asker = CofferClient(socket: service.path, patience: .milliseconds(500)).as(
            role: .admin, purpose: .keyAdmin)
        let given = Given(100_000, bytes: 1000)
        await #expect(throws: VaultError.self) { try await asker.importLines(given) { _, _ in } }
        #expect(given.taken.load(ordering: .relaxed) < 2000)
    }

    @Test func `who brings lines slowly is waited for`() async throws {
        let service = kept.keep(try await LineService(directory.file("socket")))
        let asker = CofferClient(socket: service.path, patience: .seconds(2)).as(
            role: .admin, purpose: .keyAdmin)
        let (lines, feed) = AsyncStream<[UInt8]>.makeStream()
        Task {
            for pause in [0, 3500] {
                try? await Task.sleep(for: .milliseconds(pause))
                feed.yield([120])
            }
            feed.finish()
        }
        #expect(try await asker.importLines(lines) { _, _ in }.lines == 2)
    }

    @Test(arguments: [LineService.Manner.breaks(after: 3), .stops(after: 3), .ends(after: 3)])
    func `an answer that ends too early is unknown, and what came of it has come`(
        manner: LineService.Manner
    ) async throws {
        let (_, asker) = try await service(manner)
        var numbers: [Int] = []
        do throws(VaultError) {
            _ = try await asker.importLines(Given(20_000, bytes: 1000)) { number, _ in numbers.append(number)
            }
            Issue.record("an answer without its end was taken for whole")
        } catch { #expect(error.code == .unknown) }
        // A connection that breaks while lines are sent may take with it what nobody has read yet.
        if case .breaks = manner {
            #expect([1, 2, 3].starts(with: numbers))
        } else {
            #expect(numbers == [1, 2, 3])
        }
    }

    @Test func `a service that cannot go on says why, and that is told`() async throws {
        let service = kept.keep(
            try await LineService(
                directory.file("socket"), .stops(after: 2),
                answer: { number, _ in #"{"line":\#(number),"code":"halted"}"# }))
        await #expect(throws: VaultError(.halted)) {
            try await asker(service.path).importLines(Given(2)) { _, _ in }
        }
    }

    @Test(arguments: [1, 500]) func `a refusal of the whole stream ends the sending`(after: Int) async throws
    {
        let (_, asker) = try await service(.refuses(after: after))
        let given = Given(200_000, bytes: 1000)
        await #expect(throws: VaultError(.roleDenied)) { try await asker.importLines(given) { _, _ in } }
        #expect(given.taken.load(ordering: .relaxed) < 20_000)
    }

    @Test func `what fails while lines are given, and what a receiver throws, is told`() async throws {
        let (_, asker) = try await service()
        await #expect(throws: VaultError(.badValue, rule: "input.line")) {
            try await asker.importLines(Given(3, failing: true)) { _, _ in }
        }
        await #expect(throws: VaultError(.conflict)) {
            try await asker.importLines(Given(1000)) { number, _ throws(VaultError) in
                if number == 5 { throw VaultError(.conflict) }
            }
        }
        await #expect(throws: VaultError.self) {
            try await asker.importLines(
                AsyncStream {
                    $0.yield([120, 10, 120]); $0.finish()
                }
            ) { _, _ in }
        }
    }

    @Test func `a cancelled task does not end the stream as if it were whole`() async throws {
        let (service, asker) = try await service()
        let (lines, feed) = AsyncStream<[UInt8]>.makeStream()
        let importing = Task { try await asker.importLines(lines) { _, _ in } }
        feed.yield([120])
        while service.taken == 0 { try await Task.sleep(for: .milliseconds(5)) }
        importing.cancel()
        await #expect(throws: VaultError.self) { try await importing.value }
    }

    @Test func `a line longer than a client reads is refused`() async throws {
        let service = kept.keep(
            try await LineService(
                directory.file("socket"),
                answer: { _, _ in String(repeating: "x", count: Limits.answerLineBytes + 10) }))
        await #expect(throws: VaultError.self) {
            try await asker(service.path).importLines(Given(1)) { _, _ in }
        }
    }

    @Test func `many subjects are asked about in one stream`() async throws {
        let id = "00000000-0000-0000-0000-000000000007"
        let service = kept.keep(
            try await LineService(
                directory.file("socket"), last: { #"{"lines":\#($0),"answered":2}"# }
            ) { number, _ in
                switch number {
                case 1: #"{"subject":"\#(id)","records":[]}"#
                case 2:
                    #"{"subject":"\#(id)","record":"\#(id)","fields":{"pan":{"form":"verified","value":true}}}"#
                default: #"{"subject":"\#(id)","code":"not_found"}"#
                }
            })
        let path = FieldPath(className: "payment", field: "pan")
        let pattern = try #require(FieldPattern("payment.*:masked"))
        let asks: [ReadAsk] = [
            .show(SubjectID(bits: 7), fields: [pattern]),
            .verify(SubjectID(bits: 7), RecordID(bits: 7), path, equals: "4111111111111111"),
            .show(SubjectID(bits: 7), fields: []),
        ]
        var answers: [ReadAnswer] = []
        let stream = AsyncStream { feed in
            for ask in asks { feed.yield(ask) }
            feed.finish()
        }
        #expect(try await asker(service.path).read(stream) { answers.append($0) } == 2)
        #expect(
            answers == [
                .shown(SubjectView(subject: SubjectID(bits: 7), records: [])),
                .verified(SubjectID(bits: 7), RecordID(bits: 7), .value(.verified, true)),
                .refused(SubjectID(bits: 7), VaultError(.notFound)),
            ])
    }
}
