import Coffer
import CofferModel
import CofferSQLite

/// In process.
struct LibraryWay: Way {
    private let vault: Vault

    init(_ directory: String) async throws {
        vault = try await Vault.open(
            directory, custody: .root, options: OpenOptions(),
            storage: .sqlite(activity: "differential test"),
            time: SystemClock(), random: SystemRandom())
    }

    func end() async throws { try await vault.close() }

    func answer(_ asking: Asking) async throws -> JSON {
        do throws(VaultError) {
            guard let role = RoleName(asking.role) else { throw VaultError(.badValue) }
            let session = vault.session(role: role, purpose: asking.purpose, caseID: asking.caseID)
            return try await answer(asking.question, session)
        } catch { return error.bare }
    }

    private func answer(_ question: Question, _ session: Session) async throws(VaultError) -> JSON {
        switch question {
        case .whoami:
            guard let line = vault.whoami(session) else { throw VaultError(.actorUnknown) }
            var json = line.json.object ?? [:]
            json["may"] = .array(vault.roles(session).map(\.json))
            return .object(json)
        case .show(let subject, let patterns):
            return try await vault.show(
                subject, fields: patterns.compactMap { FieldPattern($0) }, as: session
            ).json
        case .find(let field, let text):
            guard let path = FieldPath(field) else { throw VaultError(.badValue) }
            let found = try await vault.find(path, equals: text, as: session)
            return ["subjects": .array(found.map { .string($0.description) })]
        case .history(let subject):
            return try await vault.history(of: subject, as: session).json
        case .entries(let last):
            return try await vault.ledgerRows(last: last, of: nil, as: session).json
        case .verify: return try await vault.verify(as: session) { _ in }.report.json
        case .proof(let sequence): return try await vault.proof(of: sequence, as: session).json
        case .keys: return ["keys": .array(try await vault.keyInventory(as: session).map(\.json))]
        case .resolve(let label): return try await vault.resolve(label, as: session).json
        case .preview(let kind, let subject, let record):
            return try await vault.preview(kind, for: subject, about: record, as: session).json
        case .channels(let subject):
            return [
                "channels": .array(try await vault.channels(of: subject, as: session).map(\.json))
            ]
        case .verifyChannel(let token):
            return ["state": .string(try await vault.verifyChannel(token, as: session).rawValue)]
        case .matchChannel(let address):
            return try await vault.matchChannel(address, as: session).json
        case .link(let token): return try await vault.link(token, as: session).json
        case .unsubscribe(let token):
            return ["purpose": .string(try await vault.unsubscribe(token, as: session).rawValue)]
        case .charge(let card, let order):
            return try await vault.charge(card, for: order, by: "nobody", as: session).json
        case .use(let device): return try await vault.use(device, by: "nobody", as: session).json
        case .importing(let lines): return try await importing(lines, session)
        case .add, .addRecord, .set, .remove, .erase, .note: return try await change(question, session)
        }
    }

    private func change(_ question: Question, _ session: Session) async throws(VaultError) -> JSON {
        switch question {
        case .add(let text, let key):
            let input = try SubjectInput(reading: Array(text.utf8))
            return try await vault.add(input, idempotencyKey: key, as: session).json
        case .addRecord(let subject, let text, let key):
            let json = Self.json(text)
            let input = RecordInput(
                className: json["class"]?.string ?? "", fields: json["fields"]?.object ?? [:])
            let record = try await vault.addRecord(
                input, to: subject, parent: nil, idempotencyKey: key, as: session)
            return ["record": .string(record.description)]
        case .set(let record, let text, let revision):
            let new = try await vault.set(
                record, Self.json(text).object ?? [:], revision: revision, idempotencyKey: nil, as: session)
            return ["record": .string(record.description), "revision": .integer(Int64(new))]
        case .remove(let record, let revision):
            return try await vault.remove(record, revision: revision, as: session).json
        case .erase(let subject): return try await vault.erase(subject, as: session).json
        case .note(let subject, let note):
            let revision = try await vault.note(note, about: subject, as: session)
            return ["revision": .integer(Int64(revision))]
        default: return .null
        }
    }

    private func importing(_ lines: [String], _ session: Session) async throws(VaultError) -> JSON {
        let input = lines.enumerated().map {
            ImportLine(number: $0.offset + 1, bytes: Array($0.element.utf8))
        }
        let results = try await vault.importLines(input, as: session)
        return .array(zip(input, results).map { $0.1.json(line: $0.0.number).withoutWords })
    }

    private static func json(_ text: String) -> JSON { (try? JSON(reading: Array(text.utf8))) ?? .null }
}
