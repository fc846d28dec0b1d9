package import CofferModel

/// For whom a label is made, and of what.
package struct LabelSubject: Hashable, Sendable {
    /// Who will read it, 16 bytes.
    package let recipient: UInt128
    /// The service it is for, 16 bytes.
    package let service: UInt128
    /// The field it stands for.
    package let number: FieldNumber
    /// The customer.
    package let subject: SubjectID
    /// The record, or zero.
    package let record: UInt128

    /// Takes the parts as they are.
    package init(
        recipient: UInt128, service: UInt128, number: FieldNumber, subject: SubjectID, record: UInt128
    ) {
        self.recipient = recipient
        self.service = service
        self.number = number
        self.subject = subject
        self.record = record
    }
}

extension Derive {
    /// A label's 128 bits: the same for one recipient, service and period, and unlinkable between them.
    ///
    /// Needs the subject's reference key: once that is destroyed, nobody can make or check it again.
    ///
    /// - Parameters:
    ///   - audience: The key of the kind of recipient and the period.
    ///   - referenceKey: The subject's reference key.
    ///   - label: For whom, and of what.
    /// - Returns: 16 bytes.
    package static func label(
        audience: borrowing SecretKey, reference referenceKey: borrowing SecretKey, _ label: LabelSubject
    ) -> [UInt8] {
        let place = Message().add(label.number).add(label.subject.bits).add(label.record)
        let inner = Keyed.hash(referenceKey, "coffer.pseu.sub", place.bytes, bytes: 32)
        let message = Message(label.recipient).add(label.service).add(inner)
        return Keyed.hash(audience, "coffer.pseudonym", message.bytes, bytes: 16)
    }

    /// By what a second issue finds the first: 16 bytes of what the label stands for within its scope.
    package static func labelTarget(_ labelIndex: borrowing SecretKey, _ scope: [UInt8]) -> [UInt8] {
        Keyed.hash(labelIndex, "coffer.label.of", scope, bytes: 16)
    }

    /// By what an erasure finds all that was issued about a subject: 16 bytes.
    package static func labelOwner(
        _ labelIndex: borrowing SecretKey, subject: SubjectID
    ) -> [UInt8] {
        Keyed.hash(labelIndex, "coffer.label.own", subject.bytes, bytes: 16)
    }

    /// Under what an issued label is kept, so that it can be resolved: 16 bytes.
    package static func labelToken(_ labelIndex: borrowing SecretKey, label: [UInt8]) -> [UInt8] {
        Keyed.hash(labelIndex, "coffer.label", label, bytes: 16)
    }
}
