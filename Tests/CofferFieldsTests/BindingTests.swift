import CofferFields
import CofferLedger
import CofferModel
import Glibc
import Testing

/// Grant, Unseen and Receipt belong together by one random number (architecture.md §4, P-33).
@Suite struct BindingTests {
    /// A trap ends a process by a signal; an error thrown while preparing would not.
    private func isTrap(_ result: ExitTest.Result?) -> Bool {
        guard case .signal(let signal) = result?.exitStatus else { return false }
        return signal == SIGILL || signal == SIGTRAP
    }

    @Test func `the receipt of the same request reveals, in the granted form`() async throws {
        let bench = try Bench()
        let unseen = try bench.unseen(41)
        let answers = unseen.reveal(for: try await bench.receipt(41))
        #expect(answers == [Answer(ask: 0, result: .value(.masked, "Й***"))])
        await bench.ledger.close()
    }

    @Test func `a receipt of another request traps`() async {
        let end = await #expect(processExitsWith: .failure) {
            let bench = try Bench()
            let unseen = try bench.unseen(41)
            let receipt = try await bench.receipt(42)
            print(unseen.reveal(for: receipt).count)
        }
        #expect(isTrap(end))
    }

    @Test func `the exit test's own control: the right receipt does not trap`() async {
        await #expect(processExitsWith: .success) {
            let bench = try Bench()
            let unseen = try bench.unseen(41)
            let receipt = try await bench.receipt(41)
            guard unseen.reveal(for: receipt).count == 1 else { throw Bench.Broken() }
        }
    }

    @Test func `a comparison with a receipt of another request traps`() async {
        let end = await #expect(processExitsWith: .failure) {
            let bench = try Bench()
            let unseen = try bench.unseen(41)
            let receipt = try await bench.receipt(41)
            // A read is no scan either.
            print(unseen.compare(for: receipt) { _ in [] }.count)
        }
        #expect(isTrap(end))
    }

    @Test func `rows of two requests have no receipt`() async {
        let end = await #expect(processExitsWith: .failure) {
            let bench = try Bench()
            let entries = [41, 42].map {
                LedgerEntry(request: RequestID(bits: $0), origin: Origin(uid: 0, pid: 1), action: .read)
            }
            _ = try await bench.ledger.append(entries)
        }
        #expect(isTrap(end))
    }

    @Test func `a grant for another vault opens nothing`() throws {
        let bench = try Bench()
        let foreign = try bench.grant(41, vault: VaultID(bits: 3))
        var refused: FieldsError?
        do throws(FieldsError) {
            _ = try bench.fields.open(foreign, [bench.subject: bench.open], bench.charter, labels: nil)
        } catch { refused = error }
        #expect(refused == .foreignGrant)
    }
}
