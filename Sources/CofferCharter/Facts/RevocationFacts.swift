package import CofferModel

/// A certificate of the subject's that ended before its time, and what of its device may be used no more since.
package struct RevocationFacts: Hashable, Sendable {
    /// The record of the certificate.
    package let record: RecordID
    /// Why.
    package let reason: RevocationReason
    /// Since when.
    package let at: Timestamp
    /// Records of what its device is entered by, each with the revision up to which its secrets are cut off.
    package let cut: [RecordID: UInt64]

    /// Takes all parts unchecked; ``SubjectFacts/noting(_:_:)`` checks them.
    package init(record: RecordID, reason: RevocationReason, at: Timestamp, cut: [RecordID: UInt64]) {
        self.record = record
        self.reason = reason
        self.at = at
        self.cut = cut
    }
}

extension SubjectFacts {
    /// Whether the certificate of a record was revoked.
    package func isRevoked(_ record: RecordID) -> Bool { revocations.contains { $0.record == record } }

    /// Up to which revision the secrets of a record may be used no more; nil when they may.
    package func cut(_ record: RecordID) -> UInt64? { revocations.compactMap { $0.cut[record] }.max() }

    /// Notes that a certificate was revoked; noted twice for one reason, it was revoked once.
    mutating func revoke(
        _ record: RecordID, _ reason: RevocationReason, _ at: Timestamp?, _ setting: Setting
    ) throws(VaultError) {
        let at = at ?? setting.now
        guard at <= setting.now else { throw VaultError(.badValue, rule: "revocation.at") }
        guard let cut = setting.revocable[record] else {
            throw VaultError(.badValue, rule: "revocation.record")
        }
        if let known = revocations.first(where: { $0.record == record }) {
            guard known.reason == reason else { throw VaultError(.conflict, rule: "revocation.record") }
            return
        }
        guard revocations.count < Limits.revocationsPerSubject else {
            throw VaultError(.tooLarge, rule: "revocation.count")
        }
        revocations.append(RevocationFacts(record: record, reason: reason, at: at, cut: cut))
    }
}

extension FieldType {
    /// Whether it is a secret that is to be changed when a person has seen it.
    package var isSecretOfDevice: Bool { isDeviceSecret || self == .privateKey }

    /// Whether a device is entered by it: what is cut off when a certificate of the device is revoked.
    package var isDeviceSecret: Bool { self == .secret || self == .sshPrivateKey }
}
