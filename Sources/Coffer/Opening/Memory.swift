import CofferCharter
import CofferLedger
import CofferModel

/// What the engine knows because the ledger says so; learnt row by row on open and on every append alike.
struct Memory: Sendable {
    /// The newest revision of a row and its hash, as the ledger vouches for them.
    struct Vouched: Hashable, Sendable {
        let revision: UInt64
        let hash: Digest?
    }

    /// The newest row of each subject's facts and of each record; other ones on disk are somebody's doing.
    private(set) var vouched: [Reference: Vouched] = [:]
    /// Scope keys that were destroyed and must not come back.
    private(set) var destroyed: Set<ScopeName> = []
    /// The newest manifest.
    private(set) var manifest: Digest?
    /// Intents that nothing closed yet, by number; recovery looks at them on open.
    private(set) var openIntents: [UInt64: LedgerEntry] = [:]
    /// When each actor last proved his second factor.
    private(set) var logins: [ActorID: Timestamp] = [:]
    /// When each account last did something; being refused because it may do nothing is nothing.
    private(set) var seen: [ActorID: Timestamp] = [:]
    /// Who asked to break the glass, and whether somebody approved.
    private(set) var glass = GlassRequests()
    /// The day of the last finished look at the certificates that end soon, counted from 1970-01-01.
    private(set) var watchedDay: Int?
    /// How old the secrets of devices are.
    private(set) var secrets: SecretTimes
    /// When a sweep last began.
    private(set) var sweptAt: Timestamp?
    /// Whether time jumped in this process's log.
    private(set) var gap = LedgerGap()
    /// When values were opened for each connector, of the last hour.
    private var connectors: [String: [Timestamp]] = [:]
    /// The time of the newest row: time never goes back.
    private(set) var lastTime = Timestamp(milliseconds: 0)
    private var uses: [ActorID: HourOfUse] = [:]
    private var held: [ActorID: [UInt64: BudgetUse]] = [:]
    private var lastHold: UInt64 = 0
    private var undo: [Place: Undo] = [:]
    /// What erasures that are neither done nor aborted have named.
    private var erasing: [Place: [ScopeName]] = [:]

    /// Knows nothing yet.
    ///
    /// - Parameter paths: the fields whose age it learns.
    init(watching paths: Set<FieldPath>) { secrets = SecretTimes(watching: paths) }

    /// The destroyed keys but those whose erasure, in this log, was announced and not finished: recovery finds
    /// out whether their keys are gone.
    func surelyDestroyed(log: UInt16) -> Set<ScopeName> {
        destroyed.subtracting(erasing.filter { $0.key.log == log }.flatMap(\.value))
    }

    private struct Place: Hashable, Sendable {
        let log: UInt16
        let sequence: UInt64
    }

    private struct Undo: Sendable {
        let before: [(Reference, Vouched?)]
    }

    /// Of how many past writes the engine remembers what was before; an abort follows its intent at once.
    private static let undoRows = 8192

    /// Learns one row.
    ///
    /// - Parameters:
    ///   - entry: the row.
    ///   - sequence: its number.
    ///   - time: its time.
    ///   - log: the log it stands in.
    ///   - own: whether this process writes that log: only there can it finish intents.
    mutating func learn(_ entry: LedgerEntry, sequence: UInt64, at time: Timestamp, log: UInt16, own: Bool) {
        lastTime = max(lastTime, time)
        gap.learn(entry, at: time, closing: own || log == 1)
        if entry.code != .actorUnknown {
            for actor in [entry.actor, entry.onBehalfOf, entry.approver] {
                if let actor { seen[actor] = max(seen[actor] ?? time, time) }
            }
        }
        // Only the first log speaks of manifests, and of logins only the one that saw them: a stolen role key
        // signs whatever it likes in its own.
        if log == 1, let manifest = entry.manifest, entry.action == .manifest || entry.action == .create {
            self.manifest = manifest
        }
        if log == 1 || own, entry.action == .login, entry.code == nil, let actor = entry.actor {
            logins[actor] = time
        }
        if log == 1 || own { glass.learn(entry, at: time) }
        secrets.learn(entry, sequence: sequence, at: time, sees: log == 1 || own)
        if log == 1 || own, entry.action == .outbox, entry.code == nil,
            let day = WatchedDay.day(noted: entry.noted)
        {
            watchedDay = max(watchedDay ?? day, day)
        }
        if log == 1 || own, entry.beginsSweep { sweptAt = max(sweptAt ?? time, time) }
        destroyed.formUnion(entry.destroyed)
        switch entry.state {
        case .intent:
            if !entry.destroyed.isEmpty { erasing[Place(log: log, sequence: sequence)] = entry.destroyed }
            if own { openIntents[sequence] = entry }
            learnIntent(entry, Place(log: log, sequence: sequence))
            if entry.action.isProbe { learnUse(entry, at: time) }
        case .aborted:
            guard let intent = entry.closes else { return }
            if own { openIntents[intent] = nil }
            destroyed.subtract(erasing.removeValue(forKey: Place(log: log, sequence: intent)) ?? [])
            forget(Place(log: log, sequence: intent))
        case .done:
            guard let intent = entry.closes else { return }
            if own { openIntents[intent] = nil }
            erasing[Place(log: log, sequence: intent)] = nil
        case nil: learnUse(entry, at: time)
        }
    }

    /// What an actor used up in the last hour.
    ///
    /// - Parameters:
    ///   - actor: who.
    ///   - now: the time.
    /// - Returns: clear values, subjects and probes.
    func used(by actor: ActorID, at now: Timestamp) -> (
        clearValues: Int, subjects: HourOfUse.Subjects, probes: Int
    ) {
        (uses[actor] ?? HourOfUse()).used(at: now)
    }

    /// How often a connector was used in the hour before a time.
    func uses(of connector: String, at now: Timestamp) -> Int {
        let start = now.adding(seconds: -3600)
        return (connectors[NamedConnector.prefix + connector] ?? []).count { $0 > start }
    }

    /// How many labels an actor asked for in the last hour and was not told, and whether that opened an incident.
    func burst(of actor: ActorID, at now: Timestamp) -> (misses: Int, isOpen: Bool) {
        uses[actor]?.burst(at: now) ?? (0, false)
    }

    /// Sets aside what a decision granted, until the ledger has it.
    ///
    /// - Parameters:
    ///   - spent: the actor's budget with it.
    ///   - before: without it.
    ///   - subjects: those it is about whom the ledger does not count yet. They are held also where another request holds
    ///     them, as that one may come to nothing.
    ///   - actor: who.
    /// - Returns: the number of the hold.
    mutating func hold(
        _ spent: BudgetUse, beyond before: BudgetUse, _ subjects: Set<SubjectID>, by actor: ActorID
    ) -> UInt64 {
        lastHold += 1
        held[actor, default: [:]][lastHold] = BudgetUse(
            clearValues: spent.clearValues - before.clearValues, subjects: subjects,
            probes: spent.probes - before.probes)
        return lastHold
    }

    /// Sets subjects aside beside what a request holds already.
    mutating func add(_ subjects: Set<SubjectID>, to hold: UInt64, by actor: ActorID) {
        held[actor]?[hold]?.subjects.formUnion(subjects)
    }

    /// Gives back what was set aside: it is in the ledger now, or nothing came of it.
    mutating func release(_ hold: UInt64, by actor: ActorID) {
        held[actor]?[hold] = nil
        if held[actor]?.isEmpty == true { held[actor] = nil }
    }

    /// What the actor's requests on their way have set aside; of one of them, only whom it is about.
    func holds(by actor: ActorID, but own: UInt64?) -> [BudgetUse] {
        (held[actor] ?? [:]).map { number, use in
            number == own ? BudgetUse(clearValues: 0, subjects: use.subjects, probes: 0) : use
        }
    }

    /// Intents up to this number are durable in the stores.
    mutating func settle(through sequence: UInt64) {
        openIntents = openIntents.filter { $0.key > sequence }
    }

    private mutating func learnIntent(_ entry: LedgerEntry, _ place: Place) {
        var before: [(Reference, Vouched?)] = []
        for change in entry.changes {
            guard let name = change.record ?? entry.subject, change.revision >= vouched[name]?.revision ?? 0
            else { continue }
            before.append((name, vouched[name]))
            vouched[name] = Vouched(revision: change.revision, hash: change.hash)
        }
        undo[place] = Undo(before: before)
        if undo.count > 2 * Self.undoRows {
            undo = undo.filter { $0.key.sequence + UInt64(Self.undoRows) > place.sequence }
        }
    }

    private mutating func forget(_ intent: Place) {
        for (name, before) in undo.removeValue(forKey: intent)?.before ?? [] { vouched[name] = before }
    }

    /// A use, not its outcome: that has no cell.
    private mutating func learnConnector(_ entry: LedgerEntry, at time: Timestamp) {
        guard entry.action == .deliver, let name = entry.noted, name.hasPrefix(NamedConnector.prefix),
            entry.cells.contains(where: { !$0.granted.isEmpty })
        else { return }
        let start = lastTime.adding(seconds: -3600)
        connectors[name, default: []].removeAll { $0 <= start }
        if time > start { connectors[name, default: []].append(time) }
    }

    private mutating func learnUse(_ entry: LedgerEntry, at time: Timestamp) {
        learnConnector(entry, at: time)
        // Who asks through a service account spends his own budget, not the account's.
        guard let actor = entry.onBehalfOf ?? entry.actor else { return }
        let granted = entry.cells.flatMap(\.granted)
        let clear = granted.filter { $0.key == .clear }.reduce(0) { $0 + $1.value.count }
        let compared = granted.filter { $0.key == .verified }.reduce(0) { $0 + $1.value.count }
        // One question about an address has a row for each customer who holds it; those not named are free. A leak scan
        // compares with values that nobody chose.
        let isFree = entry.code == .channelNotAgreed || entry.action == .scan
        let probes = isFree ? 0 : entry.action.isProbe ? 1 : compared
        let misses = entry.action == .resolve && entry.code != nil ? 1 : 0
        // The answer to a link, and a list of notices, say whom they are about, and no field of his.
        let isNamed = entry.action == .link || [Vault.listed, Vault.dueListed].contains(entry.noted)
        let isTold = !granted.isEmpty || (isNamed && entry.code == nil)
        guard clear > 0 || probes > 0 || (isTold && entry.subject != nil) else { return }
        // In place: copying an hour of uses for each row would be quadratic.
        uses[actor, default: HourOfUse()].add(
            clearValues: entry.action == .read ? clear : 0, probes: probes,
            misses: misses, isIncident: entry.action == .resolve && entry.due != nil,
            subject: isTold ? entry.subject : nil, at: time)
    }
}
