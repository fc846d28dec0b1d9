package import CofferModel

/// For whom a label is made, and of what.
package struct LabelSubject: Hashable, Sendable {
    /// Who will read it: a ``LabelPart`` of the customer's, or zero.
    package let recipient: UInt128
    /// What it is for: a ``LabelPart`` of the customer's, or zero.
    package let service: UInt128
    /// The field it stands for.
    package let number: FieldNumber
    /// The customer.
    package let subject: SubjectID
    /// The record, or zero.
    package let record: UInt128
    /// The first bytes of an address, for a label of its network; empty for one of a record.
    package let network: [UInt8]

    /// Takes the parts as they are.
    package init(
        recipient: UInt128, service: UInt128, number: FieldNumber, subject: SubjectID, record: UInt128,
        network: [UInt8] = []
    ) {
        self.recipient = recipient
        self.service = service
        self.number = number
        self.subject = subject
        self.record = record
        self.network = network
    }
}

/// What decides where a label stays the same; each kind is hashed apart, so that none can stand in for another.
package enum LabelPart: Hashable, Sendable {
    /// The field of a record that holds the address a message goes to, and the revision of that address.
    case channel(RecordID, FieldNumber, revision: UInt64)
    /// Somebody who is no customer, by his name in the register.
    case recipient(String)
    /// A service of the customer's.
    case service(String)
    /// One message.
    case message([UInt8])
    /// The record that a message is about.
    case document(RecordID)
}

extension Derive {
    /// A part of a label's place: 16 bytes that say nothing to whoever lacks the customer's reference key.
    ///
    /// - Parameters:
    ///   - part: what decides.
    ///   - referenceKey: The subject's reference key.
    /// - Returns: 128 bits.
    package static func labelPart(_ part: LabelPart, reference referenceKey: borrowing SecretKey) -> UInt128 {
        switch part {
        case .channel(let record, let number, let revision):
            bits(referenceKey, "coffer.lab.chan", Message(record.bits).add(number).add(revision))
        case .recipient(let name): bits(referenceKey, "coffer.lab.recp", Message().add(Array(name.utf8)))
        case .service(let name): bits(referenceKey, "coffer.lab.serv", Message().add(Array(name.utf8)))
        case .message(let id): bits(referenceKey, "coffer.lab.mess", Message().add(id))
        case .document(let record): bits(referenceKey, "coffer.lab.docu", Message(record.bits))
        }
    }

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
        let message = place(of: label, referenceKey)
        return Keyed.hash(audience, "coffer.pseudonym", message.bytes, bytes: 16)
    }

    /// A label from which the vault reads the record again: a synthetic initialisation vector (as RFC 5297 §2.6 has one)
    /// over all that a label is made of, then the record under a stream that the vector starts.
    ///
    /// - Parameters:
    ///   - audience: The key of the kind of recipient and the period.
    ///   - referenceKey: The subject's reference key.
    ///   - label: For whom, and of what.
    /// - Returns: 32 bytes.
    package static func reversibleLabel(
        audience: borrowing SecretKey, reference referenceKey: borrowing SecretKey, _ label: LabelSubject
    ) -> [UInt8] {
        let message = place(of: label, referenceKey).add(label.record)
        let vector = Keyed.hash(audience, "coffer.siv.vect", message.bytes, bytes: 16)
        return vector + masked(BigEndian.bytes(label.record), audience, vector)
    }

    /// The record that a reversible label names, if it is one: whoever asks makes the label again and compares.
    ///
    /// - Parameters:
    ///   - label: 32 bytes.
    ///   - audience: The key it may have been made under; any other gives some record that is not there.
    /// - Returns: the record.
    package static func record(in label: [UInt8], audience: borrowing SecretKey) -> RecordID? {
        guard label.count == 32 else { return nil }
        return RecordID(bytes: masked(Array(label.suffix(16)), audience, Array(label.prefix(16))))
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

    private static func place(of label: LabelSubject, _ referenceKey: borrowing SecretKey) -> Message {
        let place = Message().add(label.number).add(label.subject.bits)
        let inner =
            label.network.isEmpty
            ? Keyed.hash(referenceKey, "coffer.pseu.sub", place.add(label.record).bytes, bytes: 32)
            : Keyed.hash(referenceKey, "coffer.pseu.net", place.add(label.network).bytes, bytes: 32)
        return Message(label.recipient).add(label.service).add(inner)
    }

    private static func masked(
        _ bytes: [UInt8], _ audience: borrowing SecretKey, _ vector: [UInt8]
    ) -> [UInt8] {
        zip(bytes, Keyed.hash(audience, "coffer.siv.strm", vector, bytes: 16)).map { $0 ^ $1 }
    }
}
