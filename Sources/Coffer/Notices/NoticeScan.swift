import CofferCharter
import CofferFields
import CofferForms
import CofferLedger
import CofferModel
import CofferOutbound
import CofferStore

extension Vault {
    /// Compares the rendered notice with every value of its subject that it does not carry by right.
    ///
    /// A use of its own in the ledger. It fails closed: a value that could not be compared stops the notice.
    func scan(
        _ message: CofferOutbound.OutboundMessage, _ shown: Set<ShownValue>, _ passage: Passage
    ) async throws(VaultError) {
        guard let open = passage.open else { throw VaultError(.notFound) }
        let telling = Set(charter.scanned)
        var asks: [FieldAsk] = []
        for row in open.records.values.sorted(by: { $0.record < $1.record }) {
            let paths: [FieldPath]
            do { paths = try stored(row) } catch { try await refuse(error, passage, .scan) }
            asks += paths.filter {
                telling.contains($0) && !shown.contains(ShownValue(record: row.record, path: $0))
            }
            .map { FieldAsk(subject: open.keys.subject, record: row.record, path: $0) }
        }
        guard !asks.isEmpty else { return }
        for part in parts(asks, passage.loaded) {
            let some = asks[part].map {
                Ask(subject: $0.subject, record: $0.record, path: $0.path, form: nil)
            }
            try await scanPart(some, message, passage)
        }
    }

    private func scanPart(
        _ asks: [Ask], _ message: CofferOutbound.OutboundMessage, _ passage: Passage
    ) async throws(VaultError) {
        let (session, loaded) = (passage.session, passage.loaded)
        let id = RequestID.random(from: random)
        try await opened.enter()
        defer { opened.leave() }
        var decision = charter.decide(
            request(session, id, .scan, asks, notice: passage.kind), facts(session, loaded))
        let blind = decision.denials
        guard blind.isEmpty, let grant = decision.takeGrant() else {
            _ = try await record(rows([], blind, asks, entry(session, id, .scan), loaded))
            throw VaultError(
                blind.first?.code ?? .leakDetected, field: blind.first.flatMap { asks[$0.ask].path })
        }
        let unseen: Unseen
        do { unseen = try self.open(grant, loaded, labels: nil) } catch {
            try await refuse(error, passage, .scan)
        }
        let failures = unseen.outcomes.compactMap(\.failure)
        let receipt = try await record(
            rows(unseen.outcomes, [], asks, entry(session, id, .scan), loaded))
        if let failure = failures.first {
            // A stored value without its key, or with a broken one, is nothing that an erasure leaves behind.
            throw VaultError(failure == .locked ? .locked : .integrity, "a value could not be compared")
        }
        let leaks = unseen.compare(for: receipt) { values in
            let scanned = values.map { ScannedValue(number: $0.0, type: $0.1, bytes: $0.2) }
            return LeakScan(for: scanned).fields(in: message)
        }
        guard leaks.isEmpty else { try await refuse(leaks, passage) }
    }

    private func refuse(_ leaks: [FieldNumber], _ passage: Passage) async throws(VaultError) -> Never {
        let paths = leaks.compactMap { charter.numbers[$0] }
        var row = entry(passage.session, RequestID.random(from: random), .scan)
        row.subject = passage.open?.keys.reference
        row.code = .leakDetected
        row.cells = [LedgerCell(record: nil, granted: [:], denied: [.leakDetected: paths])]
        _ = try await record([row])
        throw VaultError(.leakDetected, naming: paths.map(\.description).joined(separator: ", "))
    }
}
