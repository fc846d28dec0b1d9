import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Destroys the keys of all data whose time has been over for a day, and removes what they sealed.
    ///
    /// What is past its time is answered to nobody anyway (``Code/expired``, ``Code/destroyed``); after this nobody can
    /// read it, from no backup of the data either (S2-26, S4-19). Others read and write meanwhile; memory is that of
    /// one customer. The day is counted by when the vault heard of what ends data, and not by when that is said to have
    /// been; codes with `grace: none` are taken at once.
    ///
    /// - Parameters:
    ///   - afterGap: whether an administrator says that the clock is right, although the ledger was silent for a week.
    ///   - session: who asks.
    ///   - progress: told how many records were looked at.
    /// - Returns: what was done; it is durable and anchored.
    /// - Throws: `conflict` with `sweep.gap` after such a silence, the denial's code, or a failure, after which asking
    ///   again goes on.
    public func sweep(
        afterGap: Bool, as session: Session, progress: @Sendable (Int) -> Void
    ) async throws(VaultError) -> Swept {
        var round = try await beginSweep(noting: afterGap ? LedgerGap.told : nil, as: session)
        while !round.isOver { round = try await continueSweep(round, as: session, progress: progress) }
        return round.swept
    }

    /// Begins a sweep.
    ///
    /// - Parameters:
    ///   - word: what its row notes.
    ///   - session: who asks.
    /// - Returns: the sweep, for ``continueSweep(_:as:progress:)``.
    /// - Throws: as ``sweep(afterGap:as:progress:)``.
    package func beginSweep(noting word: String?, as session: Session) async throws(VaultError) -> SweepRound
    {
        try checkAlive()
        try await permit(.sweep, session)
        let isTold = word == LedgerGap.told
        if isTold, session.role != .admin {
            throw try await refused(VaultError(.roleDenied), .sweep, session)
        }
        let now = now()
        try await refuseAhead(now, session)
        guard isTold || !isGap(now) else {
            throw try await refused(
                VaultError(
                    .conflict, rule: "sweep.gap", "time jumped: an administrator says that the clock is right"
                ),
                .sweep, session)
        }
        var row = entry(session, RequestID.random(from: random), .sweep)
        row.noted = word
        _ = try await record([row])
        return SweepRound(known: now.adding(seconds: -Limits.sweepGraceSeconds))
    }

    /// Goes on with a sweep, by a hundred customers.
    ///
    /// - Parameters:
    ///   - round: how far it has come.
    ///   - session: who asks.
    ///   - progress: told how many records were looked at.
    /// - Returns: how far it is then.
    /// - Throws: as ``sweep(afterGap:as:progress:)``.
    package func continueSweep(
        _ round: SweepRound, as session: Session, progress: @Sendable (Int) -> Void
    ) async throws(VaultError) -> SweepRound {
        var round = round
        try await walk(&round.walk, progress) { (subject, loaded) async throws(VaultError) in
            guard let due = due(subject, loaded, known: round.known) else {
                round.swept.skipped += 1
                return
            }
            if !due.taken.isEmpty { try await sweep(subject, round.known, session, &round.swept) }
        }
        round.swept.subjects = round.walk.subjects
        if round.isOver, round.swept.keysDestroyed > 0 {
            do { try await ledger.flushAnchor() } catch { throw vaultError(error) }
        }
        return round
    }

    /// When a sweep last began; nil for never.
    package var sweptAt: Timestamp? { memory.withLock { $0.sweptAt } }

    private static let pageSize = 100

    /// While the ledger is ahead of the clock, the vault's time is wrong and nobody can set it right: nothing is taken by it.
    func refuseAhead(_ now: Timestamp, _ session: Session) async throws(VaultError) {
        guard time.now().adding(seconds: Limits.sweepAheadSeconds) < now else { return }
        throw try await refused(
            VaultError(.conflict, rule: "sweep.ahead", "the ledger's newest row lies ahead of the clock"),
            .sweep, session)
    }

    /// Whether time jumped, and nobody has said since that it is right.
    func isGap(_ now: Timestamp) -> Bool { memory.withLock { $0.gap.isOpen(at: now) } }

    /// Goes on through all customers, one at a time: the keys of many large ones would leave no room for anybody else's.
    ///
    /// - Parameters:
    ///   - walk: how far it has come.
    ///   - progress: told how many records were looked at.
    ///   - visit: what is done with each.
    /// - Throws: what `visit` throws, or a failure; `locked` when nobody waits for it.
    func walk(
        _ walk: inout SubjectWalk, _ progress: (Int) -> Void,
        _ visit: (SubjectID, Loaded) async throws(VaultError) -> Void
    ) async throws(VaultError) {
        try checkAlive()
        guard !Task.isCancelled else { throw VaultError(.locked, "given up: nobody waits for it") }
        let page: [SubjectID]
        do { page = try await data.factsPage(after: walk.last, limit: Self.pageSize).map(\.subject) } catch {
            throw vaultError(error)
        }
        for subject in page {
            let loaded = try await sound([subject])
            walk.records += loaded.records.count
            progress(walk.records)
            try await visit(subject, loaded)
        }
        walk.subjects += page.count
        walk.last = page.last
        walk.isOver = page.count < Self.pageSize
    }

    /// The keys whose data's time is over, ascending; nil for a subject who is not what the ledger says.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - loaded: with him.
    ///   - known: what has been over since, by what the vault knew then, is taken; what is over for less long waits.
    /// - Returns: both.
    func due(
        _ subject: SubjectID, _ loaded: Loaded, known: Timestamp
    ) -> (taken: [ScopeAddress], waiting: [ScopeAddress])? {
        guard let open = loaded.open[subject], let facts = loaded.facts[subject] else { return nil }
        let codes = Dictionary(uniqueKeysWithValues: charter.retention.values.map { ($0.number, $0) })
        var holders: [ScopeAddress: [RecordID]] = [:]
        for row in open.records.values {
            for address in row.scopes { holders[address, default: []].append(row.record) }
        }
        let now = now()
        var due: (taken: [ScopeAddress], waiting: [ScopeAddress]) = ([], [])
        for address in open.keys.addresses {
            guard let code = codes[address.kind] else { continue }
            // A key that seals nothing any more has outlived what was removed.
            let held: [RecordID?] = holders[address] ?? [nil]
            let isOver = held.allSatisfy { record in
                charter.end(
                    of: code, for: facts, record: record, record.flatMap { loaded.records[$0] }, now: now)
                    != nil
            }
            guard isOver else { continue }
            let isRipe =
                code.hasNoGrace
                || held.allSatisfy { record in
                    charter.wasOver(
                        code, for: facts, record: record, record.flatMap { loaded.records[$0] }, at: known)
                }
            if isRipe { due.taken.append(address) } else { due.waiting.append(address) }
        }
        return due
    }

    /// Looks once more, behind all writers, and destroys what is due then.
    private func sweep(
        _ subject: SubjectID, _ known: Timestamp, _ session: Session, _ swept: inout Swept
    ) async throws(VaultError) {
        let done: (keys: Int, changed: Int, removed: Int)?
        do {
            done = try await turn.take { () -> (keys: Int, changed: Int, removed: Int)? in
                // Nil, and nobody is waited for: the turn is taken.
                guard let loaded = try await loadOnce([subject]), let open = loaded.open[subject],
                    let due = due(subject, loaded, known: known)
                else { return nil }
                return try await destroy(Array(due.taken.prefix(Limits.sweptKeys)), open, session)
            }
        } catch { throw vaultError(error) }
        guard let done else {
            swept.skipped += 1
            return
        }
        swept.keysDestroyed += done.keys
        swept.recordsChanged += done.changed
        swept.recordsRemoved += done.removed
    }

    /// Destroys keys of a subject, and takes what they sealed out of his records.
    ///
    /// - Returns: what was done; nil when the records are not what the ledger says, or a key is not held here.
    private func destroy(
        _ due: [ScopeAddress], _ open: OpenSubject, _ session: Session
    ) async throws -> (keys: Int, changed: Int, removed: Int)? {
        guard !due.isEmpty else { return (0, 0, 0) }
        let rows = Array(open.records.values)
        let tokens = try await data.tokens(of: rows.map(\.record))
        let byRecord = Dictionary(grouping: tokens, by: \.record)
        guard rows.allSatisfy({ isVouched($0, byRecord[$0.record] ?? [], open.keys) }) else { return nil }
        let tidying = Tidying(Set(due), in: rows, tokens)
        var intent = entry(session, RequestID.random(from: random), .sweep)
        intent.state = .intent
        intent.subject = open.keys.reference
        intent.destroyed = open.keys.names(at: due)
        intent.changes = tidying.changes(open.keys)
        let cards = Set(due.map(\.record))
        let ending = try await orders(
            endingWith: { cards.contains($0.bits) }, open, room: Limits.sweptRecords - intent.changes.count)
        intent.changes += ending.map(\.change)
        guard intent.destroyed.count == due.count, intent.changes.count <= Limits.sweptRecords else {
            return nil
        }
        try await carryOut(intent, on: due) { position in
            due.map {
                EraseMark(
                    owner: open.keys.subject, record: $0.record == 0 ? nil : RecordID(bits: $0.record),
                    kind: $0.kind, intent: position)
            }
        }
        dropCodes(of: ending)
        return (due.count, tidying.counts.changed, tidying.counts.removed)
    }
}

/// How far somebody has come who goes through all customers.
struct SubjectWalk: Sendable {
    var last: SubjectID?
    var subjects = 0
    var records = 0
    var isOver = false
}

/// How far a sweep has come.
package struct SweepRound: Sendable {
    /// What the row of the daily one notes.
    package static let daily = "sweep.daily"

    /// What was over then, by what was known then, is taken.
    let known: Timestamp
    var walk = SubjectWalk()
    /// What was done.
    package internal(set) var swept = Swept()
    /// Whether nothing is left.
    package var isOver: Bool { walk.isOver }

    init(known: Timestamp) { self.known = known }
}
