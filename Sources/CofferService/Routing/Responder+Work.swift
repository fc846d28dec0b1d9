import Coffer
import CofferModel
import HummingbirdCore
import Synchronization

/// What takes long; is told how to say how far it is, and answers one document.
typealias LongWork = @Sendable (@escaping @Sendable (Int) -> Void) async throws(VaultError) -> JSON

extension Responder {
    /// How many records are done.
    private final class Progress: Sendable {
        let records = Mutex(0)

        var line: JSON { ["records": .integer(Int64(records.withLock { $0 }))] }
    }

    /// Answers long work: a line now and then that says how many records are done, and the result as the last line.
    ///
    /// What is refused before the first line is refused like anything else.
    @concurrent func tellWork(
        _ work: @escaping LongWork, _ asked: Asked, _ writer: consuming ResponseWriter
    ) async throws {
        let (ticks, clock) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let progress = Progress()
        // Both are cancelled when nobody reads the answer any more.
        async let end = Self.outcome(of: work, progress, clock)
        async let _: Void = Self.tick(clock, every: desk.limits.workPause)
        var left = ticks.makeAsyncIterator()
        var goesOn = await left.next() != nil
        if !goesOn, case .failure(let refusal) = await end {
            return try await answer(Reply(refusal, request: asked.id), asked, writer)
        }
        var out: any ResponseBodyWriter = try await writer.writeHead(Self.linesHead(asked))
        while goesOn {
            try await out.write(Self.buffer([progress.line]))
            goesOn = await left.next() != nil
        }
        switch await end {
        case .success(let result):
            tell(asked, 200, nil)
            try await out.write(Self.buffer([result]))
        case .failure(let refusal):
            tell(asked, 200, refusal.code)
            try await out.write(Self.buffer([refusal.json]))
        }
        try await out.finish(nil)
    }

    private static func outcome(
        of work: LongWork, _ progress: Progress, _ clock: AsyncStream<Void>.Continuation
    ) async -> Result<JSON, VaultError> {
        defer { clock.finish() }
        do throws(VaultError) {
            return .success(try await work { count in progress.records.withLock { $0 = count } })
        } catch { return .failure(error) }
    }

    private static func tick(_ clock: AsyncStream<Void>.Continuation, every pause: Duration) async {
        while (try? await Task.sleep(for: pause)) != nil { clock.yield() }
    }
}
