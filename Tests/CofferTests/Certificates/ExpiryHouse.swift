import Coffer
import CofferModel
import CofferTesting
import Foundation

/// A customer with a device, whose certificates end when a test says so, and who may be written to.
struct ExpiryHouse {
    let box: OutboxHouse
    let device: RecordID
    let work: TemporaryDirectory

    var house: TestVault { box.house }
    var engineer: Session { house.session("network_engineer", .deviceOps) }

    init(_ house: TestVault? = nil) async throws {
        box = try await OutboxHouse(house)
        device = try await box.house.record("device", of: box.subject)
        work = try TemporaryDirectory()
    }

    /// A certificate that ends so many days from the vault's now, made by OpenSSL's tool, and its key.
    func made(days: Int, _ name: String = UUID().uuidString) throws -> (pem: String, key: String) {
        let (pem, key) = (work.file(name + ".pem"), work.file(name + ".key"))
        let end = house.clock.now().adding(seconds: Int64(days) * 86_400)
        let digits = end.description.filter(\.isNumber).prefix(14)
        try shell(
            "sh", "-c",
            """
            cd '\(work.path)' && : > index.txt && printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\n\
            new_certs_dir=.\npolicy=p\ndefault_md=sha256\nrand_serial=yes\nunique_subject=no\n\
            [p]\ncommonName=supplied\n' > ca.cnf
            openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=\(name)' \
                -keyout '\(key)' -out '\(name).csr' 2>/dev/null
            openssl ca -batch -config ca.cnf -selfsign -keyfile '\(key)' -in '\(name).csr' -out '\(pem)' \
                -notext -startdate 20200101000000Z -enddate \(digits)Z 2>/dev/null
            """)
        return (
            try String(contentsOfFile: pem, encoding: .utf8), try String(contentsOfFile: key, encoding: .utf8)
        )
    }

    /// Another certificate for the same device.
    func renewed() throws(VaultError) -> String {
        guard let made = try? made(days: 400) else { throw VaultError(.unavailable, "openssl") }
        return made.pem
    }

    /// A certificate that ends in ten days.
    static func selfSigned() throws -> String {
        let work = try TemporaryDirectory()
        try shell(
            "sh", "-c",
            "openssl req -x509 -newkey ed25519 -nodes -days 10 -subj /CN=a -keyout '\(work.file("a.key"))' "
                + "-out '\(work.file("a.pem"))' 2>/dev/null")
        return try String(contentsOfFile: work.file("a.pem"), encoding: .utf8)
    }

    /// The device's certificate, kept.
    func keep(days: Int) async throws -> RecordID {
        try await house.vault.addRecord(
            RecordInput(className: "certificate", fields: ["pem": .string(try made(days: days).pem)]),
            to: box.subject, parent: device, idempotencyKey: nil, as: engineer)
    }

    func watch() async throws -> Reminded { try await house.vault.watchCertificates(as: box.dispatcher) }

    func advance(days: Int64) { house.clock.advance(seconds: days * 86_400) }
}
