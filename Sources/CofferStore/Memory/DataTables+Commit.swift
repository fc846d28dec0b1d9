import CofferModel

extension DataTables {
    /// Applies a batch whole, or takes back what it did and throws.
    ///
    /// - Throws: ``StoreError/conflict``.
    mutating func commit(_ batch: [DataChange]) throws(StoreError) {
        var back: [Step] = []
        do throws(StoreError) {
            for change in batch {
                for step in try steps(of: change) { back.append(take(step)) }
            }
        } catch {
            for step in back.reversed() { _ = take(step) }
            throw error
        }
    }

    /// The steps of one change on the tables as they are now.
    private func steps(of change: DataChange) throws(StoreError) -> [Step] {
        switch change {
        case .insertRecord(let row, let tokens):
            guard records[row.record] == nil else { throw .conflict }
            return [.record(row.record, row), .tokens(row.record, Set(tokens))]
        case .replaceRecord(let row, let expected, let tokens):
            guard let old = records[row.record], old.subject == row.subject, old.revision == expected else {
                throw .conflict
            }
            return [.record(row.record, row), .tokens(row.record, Set(tokens))]
        case .removeRecord(let subject, let record, let expected):
            let old = records[record].flatMap { $0.subject == subject ? $0 : nil }
            if let expected, old?.revision != expected { throw .conflict }
            return old == nil ? [] : removal(of: record)
        case .insertFacts(let row):
            guard facts[row.subject] == nil else { throw .conflict }
            return [.facts(row.subject, row)]
        case .replaceFacts(let row, let expected):
            guard facts[row.subject]?.revision == expected else { throw .conflict }
            return [.facts(row.subject, row)]
        case .removeSubject(let subject): return removal(of: subject)
        case .putReference(let row): return [try step(putting: row)]
        case .putIdempotency(let row):
            guard idempotency[row.token] == nil else { throw .conflict }
            return [.idempotency(row.token, row)]
        case .dropIdempotency(let day):
            return idempotency.values.filter { $0.day < day }.map { .idempotency($0.token, nil) }
        case .putOrder(let row, let expected):
            let old = orders[row.name]
            guard old?.revision == expected, old.map({ $0.subject == row.subject }) ?? true else {
                throw .conflict
            }
            return [.order(row.name, row)]
        case .dropOrders(let subject, let log):
            return orders.values.filter { $0.subject == subject && $0.sealed == nil && $0.intent.log == log }
                .map { .order($0.name, nil) }
        case .insertNotice(let row):
            guard notices[row.notice] == nil else { throw .conflict }
            return [.notice(row.notice, row)]
        case .advanceNotice(let notice, let expected, let progress):
            guard var row = notices[notice], row.progress.state == expected.state,
                row.progress.tries == expected.tries
            else { throw .conflict }
            row.progress = progress
            return [.notice(notice, row)]
        case .dropNotices(let moment):
            return notices.values.filter { $0.expires <= moment && $0.progress.state.isEnd }
                .map { .notice($0.notice, nil) }
        case .issue(let row): return try step(issuing: row)
        case .redeem(let token):
            guard issued[token] != nil else { throw .conflict }
            return [.issued(token, nil)]
        case .forgetIssued(let owner):
            return issued.values.filter { $0.owner == owner }.map { .issued($0.token, nil) }
        case .dropIssued(let moment):
            return issued.values.filter { $0.expires <= moment }.map { .issued($0.token, nil) }
        }
    }

    private func step(issuing row: IssuedRow) throws(StoreError) -> [Step] {
        let same = issued.values.filter { $0.token == row.token || $0.target == row.target }
        guard !same.isEmpty else { return [.issued(row.token, row)] }
        guard same.allSatisfy({ $0.token == row.token && $0.target == row.target }) else { throw .conflict }
        return []
    }

    private func removal(of record: RecordID) -> [Step] {
        let erased = references.values.filter { $0.record == record }
        return [.record(record, nil), .tokens(record, [])] + erased.map { .reference($0.token, $0.erased) }
    }

    private func removal(of subject: SubjectID) -> [Step] {
        let erased = references.values.filter { $0.subject == subject }
        return recordsOf[subject, default: []].flatMap { [.record($0, nil), .tokens($0, [])] }
            + [.facts(subject, nil)]
            + notices.values.filter { $0.subject == subject }.map { .notice($0.notice, nil) }
            + orders.values.filter { $0.subject == subject }.map { .order($0.name, nil) }
            + erased.map { .reference($0.token, $0.erased) }
    }

    private func step(putting row: ReferenceRow) throws(StoreError) -> Step {
        if let old = references[row.token] {
            let same = (old.subject, old.record, old.ofClass) == (row.subject, row.record, row.ofClass)
            guard same else { throw .conflict }
        }
        return .reference(row.token, row)
    }
}
