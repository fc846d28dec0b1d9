import CofferCharter
import CofferLedger
import CofferModel

extension Vault {
    /// Why this session would be refused whoever the subject is; nil when there may be one it gets an answer about.
    ///
    /// Who gets no answer about anybody must not learn either who is here: for him, a subject that is here, one that was
    /// erased and one that never was have this one code.
    ///
    /// - Parameters:
    ///   - session: who asks.
    ///   - action: what for.
    ///   - wishes: the fields, each with the form wished for; none for an act without fields.
    ///   - notice: the kind of notice, for one.
    ///   - connector: who takes the values, for a use.
    /// - Returns: the code.
    func refusal(
        _ session: Session, _ action: Action, _ wishes: [(path: FieldPath?, form: Form?)],
        notice: String? = nil, by connector: ConnectorUse? = nil
    ) -> Code? {
        let asks = wishes.map { Ask(subject: nil, record: nil, path: $0.path, form: $0.form) }
        guard !asks.isEmpty else { return nil }
        let request = request(session, .random(from: random), action, asks, notice: notice, by: connector)
        return charter.refusal(of: request, facts(session, Loaded()))
    }

    /// As ``refusal(_:_:_:notice:)``, for writing some fields, of whichever class.
    func writeRefusal(_ session: Session, _ names: some Collection<String>, of className: String?) -> Code? {
        let paths = charter.fields.keys.filter {
            names.contains($0.field) && $0.className == className ?? $0.className
        }
        return refusal(session, .write, paths.sorted().map { ($0, nil) })
    }

    /// As ``refusal(_:_:_:notice:)``, for removing a record of whichever class.
    func removeRefusal(_ session: Session) -> Code? {
        let act = refusal(session, .remove, [(nil, nil)])
        // Nil: he may; anything but the role, as a missing case, is his to mend, and what he is told.
        guard act == .roleDenied else { return act }
        return refusal(session, .remove, charter.fields.keys.sorted().map { ($0, nil) })
    }

    /// Refuses whoever gets an answer about nobody, before anybody is looked up: neither words nor time then tell who
    /// is here.
    ///
    /// - Parameters:
    ///   - code: what ``refusal(_:_:_:notice:)`` says.
    ///   - session: who asks.
    ///   - action: what for.
    ///   - paths: the fields he named.
    /// - Throws: that code, recorded; nothing for nil.
    func refuse(
        _ code: Code?, _ session: Session, _ action: Action, _ paths: [FieldPath] = []
    ) async throws(VaultError) {
        guard let code else { return }
        var row = entry(session, RequestID.random(from: random), action)
        row.code = code
        let known = paths.filter { charter.fields[$0] != nil }.sorted()
        if !known.isEmpty { row.cells = [LedgerCell(record: nil, granted: [:], denied: [code: known])] }
        _ = try await record([row])
        throw denied(code)
    }
}
