import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Compares every stored row with the ledger, the ledger with its signatures and anchor, and every scope key with
    /// the place it lies in.
    ///
    /// Others read and write meanwhile. What they wrote is not judged; where that leaves a doubt, everything is compared
    /// once more while writers wait.
    ///
    /// - Parameters:
    ///   - session: who asks.
    ///   - progress: told how many records are done.
    /// - Returns: what was found.
    /// - Throws: `throttled` when the vault is being verified already, `locked` when it was given up in its middle, the
    ///   denial's code, or a failure to read.
    public func verify(
        as session: Session, progress: @Sendable (Int) -> Void
    ) async throws(VaultError) -> Verification {
        try checkAlive()
        try await permit(.verify, session)
        guard verifying.begin() else {
            throw VaultError(.throttled, "the vault is being verified already")
        }
        defer { verifying.end() }
        _ = try await record([entry(session, RequestID.random(from: random), .verify)])
        do {
            return try await withTaskCancellationHandler {
                try await verification(progress)
            } onCancel: {
                verifying.giveUp()
            }
        } catch { throw vaultError(error) }
    }

    /// Ends a verification that is under way, so that a vault can close soon.
    package func giveUpVerifying() { verifying.giveUp() }

    private func verification(_ progress: @Sendable (Int) -> Void) async throws -> Verification {
        // In a turn, so that nobody stands between his row in the ledger and his rows in the store.
        let start = await turn.take { ledger.head.size }
        let check = try await compare(through: start, progress)
        guard let written = try await written(after: start) else { return check.verification() }
        if check.isClean(but: written) { return check.verification(but: written) }
        return try await turn.take {
            try await compare(through: ledger.head.size, progress).verification()
        }
    }

    /// Compares everything with the first rows of this process's log, and with all of the others'.
    private func compare(
        through size: UInt64, _ progress: @Sendable (Int) -> Void
    ) async throws -> VerifyCheck {
        var check = try await verifying.thread.run { [self] () throws(VaultError) in
            var check = VerifyCheck()
            for log in keyring.file.manifest.ledgers.keys.sorted() {
                try verifyLog(log, through: log == self.log ? size : nil, &check)
            }
            return check
        }
        try await verifyRecords(&check, progress)
        try await verifyFacts(&check)
        try await verifyNotices(&check)
        try await verifyOrders(&check)
        try await verifyReferences(&check)
        check.findMissing()
        let stray = try await data.counts().strayTokens
        if stray > 0 { check.find(.strayTokens(stray), in: nil) }
        return check
    }

    /// What this process's log says was written since; nil when nothing was.
    private func written(after start: UInt64) async throws(VaultError) -> Set<VerifyCheck.Row>? {
        let size = ledger.head.size
        return try await verifying.thread.run { [self] () throws(VaultError) in
            var rows: Set<VerifyCheck.Row> = []
            var isAny = false
            do throws(LedgerError) {
                let tail = try LedgerTail(ledger.directory, through: size)
                while let row = try tail.next(), row.sequence > start {
                    isAny = isAny || row.entry.state != nil
                    for change in row.entry.changes { rows.insert(.init(change, of: row.entry.subject)) }
                }
            } catch { throw error.asVaultError }
            return isAny ? rows : nil
        }
    }

    private func verifyLog(
        _ log: UInt16, through size: UInt64?, _ check: inout VerifyCheck
    ) throws(VaultError) {
        let name = LogName(vault: id, log: log)
        let directory = LogDirectory(vault: paths.directory, name: name)
        guard let bytes = keyring.file.manifest.ledgers[log], let key = PublicKey(bytes: bytes) else {
            return
        }
        let anchor = Self.anchor(keyring.file.configuration.anchor, name)
        guard directory.exists else {
            do { try Self.checkNeverRan(LogKey(name: name, key: key), anchor) } catch {
                check.find(.ledger(log: log, "it is missing, and its anchor knows it"), in: nil)
            }
            return
        }
        let report = LedgerVerifier.verify(directory, key: LogKey(name: name, key: key), anchor: anchor)
        for finding in report.findings { check.find(.ledger(log: log, finding.words), in: nil) }
        guard report.isWhole else { return }
        do throws(LedgerError) {
            var reader = try LedgerReader(directory, through: size ?? report.size)
            while let row = try reader.next(), verifying.goesOn { check.learn(row, log) }
        } catch { throw error.asVaultError }
        try verifying.check()
    }

    private func verifyRecords(_ check: inout VerifyCheck, _ progress: @Sendable (Int) -> Void) async throws {
        var place: RecordPlace?
        while true {
            try verifying.check()
            let page = try await data.page(after: place, limit: 500)
            let keys = try await keys(of: Set(page.map(\.row.subject)), &check)
            for stored in page {
                let name = charter.classes.values.first { $0.number == stored.row.ofClass }?.name
                let fault: Verification.Finding.Fault?
                var known: VerifyCheck.Row?
                if let keys = keys[stored.row.subject] {
                    // A token's class is not part of the hash: it is its record's.
                    let whole = stored.tokens.allSatisfy { $0.number.ofClass == stored.row.ofClass }
                    let hash = RowHash.record(stored.row, tokens: stored.tokens)
                    let row = VerifyCheck.Row.named(keys.reference(of: stored.row.record))
                    known = row
                    fault =
                        check.see(row, stored.row.revision, hash, stored.row.intent)
                        ?? (whole ? nil : .changed)
                    if fault == nil { missingScopes(of: stored.row, keys, &check) }
                } else {
                    fault = .broughtBack
                }
                if let fault {
                    check.find(
                        .row(subject: stored.row.subject, record: stored.row.record, className: name, fault),
                        in: known)
                }
            }
            check.records += page.count
            progress(check.records)
            guard let last = page.last, page.count == 500 else { return }
            place = last.row.place
        }
    }

    private func verifyReferences(_ check: inout VerifyCheck) async throws {
        let announced = check.references.sorted { $0.key < $1.key }
        for start in stride(from: 0, to: announced.count, by: 500) {
            try verifying.check()
            let part = announced[start..<min(start + 500, announced.count)]
            let stored = try await data.references(part.map(\.key.bytes))
            for (token, place) in part where stored[token.bytes] == nil {
                check.find(
                    .missing(log: place.log, sequence: place.sequence, .removed), in: .named(token))
            }
        }
    }

    private func verifyFacts(_ check: inout VerifyCheck) async throws {
        var subject: SubjectID?
        while true {
            try verifying.check()
            let page = try await data.factsPage(after: subject, limit: 500)
            let keys = try await keys(of: Set(page.map(\.subject)), &check)
            for row in page {
                guard let keys = keys[row.subject] else {
                    check.find(
                        .row(subject: row.subject, record: nil, className: nil, .broughtBack), in: nil)
                    continue
                }
                let fault = check.see(
                    .facts(keys.reference), row.revision, RowHash.facts(row), row.intent)
                if let fault {
                    check.find(
                        .row(subject: row.subject, record: nil, className: nil, fault),
                        in: .facts(keys.reference))
                }
            }
            check.subjects += page.count
            guard let last = page.last, page.count == 500 else { return }
            subject = last.subject
        }
    }

    /// Notices that have not left: what has left, or lapsed, is vouched for by nobody.
    private func verifyNotices(_ check: inout VerifyCheck) async throws {
        var notice: NoticeID?
        while true {
            try verifying.check()
            let page = try await data.noticePage(after: notice, limit: 500)
            let keys = try await keys(of: Set(page.map(\.subject)), &check)
            for row in page where !row.progress.state.isEnd {
                guard let keys = keys[row.subject] else {
                    check.find(.notice(subject: row.subject, row.notice, .broughtBack), in: nil)
                    continue
                }
                let known = VerifyCheck.Row.named(keys.reference(of: row.notice))
                let fault = check.see(known, 1, RowHash.notice(row), row.progress.intent)
                if let fault {
                    check.find(.notice(subject: row.subject, row.notice, fault), in: known)
                }
            }
            guard let last = page.last, page.count == 500 else { return }
            notice = last.notice
        }
    }

    /// Orders that are open: of one that ended the ledger alone knows.
    private func verifyOrders(_ check: inout VerifyCheck) async throws {
        var name: Reference?
        while true {
            try verifying.check()
            let page = try await data.orderPage(after: name, limit: 500)
            let keys = try await keys(of: Set(page.map(\.subject)), &check)
            for row in page where row.sealed != nil {
                let known = VerifyCheck.Row.named(row.name)
                let fault =
                    keys[row.subject] == nil
                    ? .broughtBack : check.see(known, row.revision, RowHash.order(row), row.intent)
                if let fault { check.find(.order(subject: row.subject, fault), in: known) }
            }
            guard let last = page.last, page.count == 500 else { return }
            name = last.name
        }
    }

    /// A value whose row is there and whose scope key is not, though no erasure took both.
    private func missingScopes(of row: RecordRow, _ keys: SubjectKeys, _ check: inout VerifyCheck) {
        guard let packed = try? PackedRow(reading: row.packed) else { return }
        for cell in packed.cells {
            let number = FieldNumber(ofClass: row.ofClass, field: cell.field)
            guard let rule = charter.field(number), keyring.newest(.scopes(cell.scope)) != nil else {
                continue
            }
            let address = Fields.scope(of: rule, subject: row.subject, record: row.record)
            if !keys.holds(address) { check.find(.scope(subject: row.subject, kind: cell.scope), in: nil) }
        }
    }

    private func keys(of subjects: Set<SubjectID>, _ check: inout VerifyCheck) async throws -> [SubjectID:
        SubjectKeys]
    {
        let wrapped = try await scopes.scopes(ownedBy: Array(subjects))
        let byOwner = Dictionary(grouping: wrapped) { SubjectID(bits: $0.address.owner) }
        var keys: [SubjectID: SubjectKeys] = [:]
        for subject in subjects {
            do {
                guard let some = try fields.unwrap(subject, byOwner[subject] ?? []) else { continue }
                keys[subject] = some
                for address in some.damaged {
                    check.find(.scope(subject: subject, kind: address.kind), in: nil)
                }
            } catch FieldsError.integrity {
                check.find(.scope(subject: subject, kind: 0), in: nil)
            }
        }
        return keys
    }
}
