import Coffer
import CofferModel

/// `/v1/read`: a view, or a comparison, a line.
struct ReadLines: LineWork {
    private let desk: Desk
    private let call: Call
    private var lines = 0
    private var answered = 0

    init(desk: Desk, call: Call) {
        self.desk = desk
        self.call = call
    }

    var gathering: Gathering {
        Gathering(
            lines: desk.limits.readLines, bytes: desk.limits.readLines * desk.limits.lineBytes, wait: .zero)
    }

    var summary: JSON { ["lines": .integer(Int64(lines)), "answered": .integer(Int64(answered))] }

    mutating func answer(_ lines: [StreamLine]) async -> (answers: [JSON], goesOn: Bool) {
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            for (place, line) in lines.enumerated() {
                group.addTask { [self] in (place, await one(line)) }
            }
            var all: [Int: Outcome] = [:]
            for await (place, outcome) in group { all[place] = outcome }
            return lines.indices.compactMap { all[$0] }
        }
        for outcome in outcomes {
            desk.watch.countDenied(outcome.denied)
            if let code = outcome.code { desk.watch.countDenied([code: 1]) }
        }
        self.lines += outcomes.count
        answered += outcomes.count { $0.code == nil }
        return (outcomes.map(\.json), !outcomes.contains { $0.code?.endsStream == true })
    }

    private struct Outcome: Sendable {
        let json: JSON
        let code: Code?
        var denied: [Code: Int] = [:]
    }

    private func one(_ line: StreamLine) async -> Outcome {
        let ask: ReadAsk
        do throws(VaultError) { ask = try ReadAsk(reading: line) } catch {
            var members = error.json.object ?? [:]
            members["line"] = .integer(Int64(line.number))
            return Outcome(json: .object(members), code: error.code)
        }
        do throws(VaultError) {
            return try await desk.keeper.borrow { (vault) throws(VaultError) in
                let (json, denied) = try await ask.answer(vault, as: try call.session(in: vault))
                return Outcome(json: json, code: nil, denied: denied)
            }
        } catch {
            var members = error.json.object ?? [:]
            members["subject"] = .string(ask.subject.description)
            return Outcome(json: .object(members), code: error.code)
        }
    }
}

/// What one line of `/v1/read` asks.
private struct ReadAsk: Sendable {
    let subject: SubjectID
    private let patterns: [FieldPattern]
    private let comparison: (record: RecordID, field: FieldPath, equals: JSON)?

    init(reading line: StreamLine) throws(VaultError) {
        guard let bytes = line.bytes else { throw VaultError(.badValue, rule: "line.size") }
        let json: JSON
        do { json = try JSON(reading: bytes, limit: Limits.lineBytes) } catch {
            throw VaultError(.badValue, rule: "line.json")
        }
        do throws(Members.Unexpected) {
            var members = try Members(json)
            subject = try members.text("subject") { SubjectID($0) }
            if let record = try members.takeIfPresent("record", { $0.string.flatMap { RecordID($0) } }) {
                comparison = (
                    record, try members.text("field") { FieldPath($0) }, try members.required("equals")
                )
                patterns = []
            } else {
                comparison = nil
                patterns =
                    try members.takeIfPresent("fields") { json in
                        json.array.flatMap { Self.patterns($0) }
                    } ?? []
            }
            try members.end()
        } catch { throw VaultError(.badValue, rule: "line.members") }
        guard patterns.count <= Limits.asksPerRead else { throw VaultError(.tooLarge, rule: "fields.count") }
    }

    private static func patterns(_ texts: [JSON]) -> [FieldPattern]? {
        let patterns = texts.compactMap { $0.string.flatMap { FieldPattern($0) } }
        return patterns.count == texts.count ? patterns : nil
    }

    func answer(
        _ vault: Vault, as session: Session
    ) async throws(VaultError) -> (json: JSON, denied: [Code: Int]) {
        guard let comparison else {
            let view = try await vault.show(subject, fields: patterns, as: session)
            return (view.json, view.denied)
        }
        let ask = FieldAsk(
            subject: subject, record: comparison.record, path: comparison.field, form: .verified,
            equals: comparison.equals)
        guard let answer = try await vault.read([ask], as: session).first else { throw VaultError(.notFound) }
        let json: JSON = [
            "subject": .string(subject.description), "record": .string(comparison.record.description),
            "fields": .object([comparison.field.field: answer.result.json]),
        ]
        guard case .denied(let code) = answer.result else { return (json, [:]) }
        return (json, [code: 1])
    }
}

extension SubjectView {
    /// How many of its fields were denied, by code.
    var denied: [Code: Int] {
        var denied: [Code: Int] = [:]
        for case .denied(let code) in records.flatMap(\.fields.values) { denied[code, default: 0] += 1 }
        return denied
    }
}
