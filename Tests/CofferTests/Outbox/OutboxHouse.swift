import Coffer
import CofferModel
import CofferStore
import CofferTesting
import Foundation

/// A vault whose customer has agreed to be written to, and whose mail leaves into two folders.
struct OutboxHouse {
    let channels: ChannelHouse

    var house: TestVault { channels.house }
    var vault: Vault { house.vault }
    var subject: SubjectID { channels.subject }
    var sender: Session { house.session("support_technician", .serviceNotice) }
    var dispatcher: Session { house.session("dispatcher", .serviceNotice) }

    init(
        _ house: TestVault? = nil,
        agreed topics: Set<ChannelTopic> = [.technical, .service, .billing, .security, .legal]
    ) async throws {
        channels = try await ChannelHouse(house)
        for part in ["bodies", "envelopes"] {
            try FileManager.default.createDirectory(
                atPath: self.house.directory.file("spool-\(part)"), withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        }
        try await vault.setDelivery(self.house.spool(), as: self.house.admin)
        if !topics.isEmpty { try await channels.agree(channels.mail, topics) }
    }

    /// Mail that leaves by a program instead: `cat >/dev/null; exit N`.
    func deliver(by script: String) async throws {
        let path = house.directory.file("sendmail")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        var members = house.spool().object ?? [:]
        members["mail"] = ["command": ["path": .string(path)]]
        try await vault.setDelivery(.object(members), as: house.admin)
    }

    /// Mail that leaves into the folders again.
    func deliverIntoFolders() async throws { try await vault.setDelivery(house.spool(), as: house.admin) }

    func send(_ kind: String = "service_state") async throws -> NoticeID {
        try await vault.send(
            kind, to: subject, about: nil, given: Self.given, idempotencyKey: nil, as: sender
        ).notice
    }

    /// What the library's notice about the state of a service wants to be told.
    static let given = ["status": "outage", "begins_at": "2026-12-01T09:00Z", "ends_at": "2026-12-01T12:00Z"]

    func dispatch() async throws -> Dispatched { try await vault.dispatch(as: dispatcher) }

    func line(_ notice: NoticeID) async throws -> NoticeLine? {
        try await vault.notices(of: subject, state: nil, as: sender).first { $0.notice == notice }
    }

    /// The messages in the folder of bodies, each with its encoded parts read.
    func bodies() throws -> [String] { try files("spool-bodies/new").map(Self.read) }

    /// A message with its quoted-printable parts read, as far as ASCII goes, and the text of its base64 parts behind it.
    static func read(_ message: String) -> String {
        let lines = message.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var decoded = ""
        var run = ""
        for line in lines + [""] {
            if line.count > 20,
                line.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0)) })
            {
                run += line
                continue
            }
            // The last line of a part may be short.
            if !run.isEmpty, !line.isEmpty,
                line.allSatisfy({ $0.isLetter || $0.isNumber || "+/=".contains($0) })
            {
                run += line
            }
            if let bytes = Data(base64Encoded: run) {
                decoded += "\n" + String(decoding: bytes, as: UTF8.self)
            }
            run = ""
        }
        let plain = message.replacing("=\r\n", with: "").replacing("=\n", with: "")
        return plain.replacing("=3D", with: "=") + decoded
    }

    /// The envelopes beside them, elsewhere.
    func envelopes() throws -> [String] { try files("spool-envelopes/new") }

    private func files(_ folder: String) throws -> [String] {
        let path = house.directory.file(folder)
        return try (try? FileManager.default.contentsOfDirectory(atPath: path).sorted())?.map {
            try String(contentsOfFile: path + "/" + $0, encoding: .utf8)
        } ?? []
    }

    /// Looks into the store as somebody who has the file.
    func store<Answer>(_ body: (any DataStore) async throws -> Answer) async throws -> Answer {
        guard let data = house.kept.data else { throw Unexpected(what: "no store") }
        return try await body(data)
    }
}
