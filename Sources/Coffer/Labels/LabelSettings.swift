import CofferCharter
import CofferFields
import CofferModel

extension Vault {
    /// For whom the labels of a notice are made: its own seed stands for the message, so that each try makes the same.
    ///
    /// - Throws: `integrity` for a record that cannot be read.
    func setting(
        _ order: NoticeOrder, _ facts: SubjectFacts, _ open: OpenSubject, to channel: ChannelField?
    ) throws(VaultError) -> LabelSetting {
        var reader = order.recipient.map { LabelReader.recipient($0) }
        if reader == nil, let channel, let number = charter.fields[channel.path]?.number {
            reader = .channel(channel.record, number, revision: try revision(of: channel, in: open))
        }
        return LabelSetting(
            reader: reader, services: services(facts, open), message: order.seed,
            document: order.about ?? RecordID(bits: 0), now: now())
    }

    /// The service that each record of a subject belongs to: his only one.
    ///
    /// Records do not say to which of several they
    /// belong: those of a customer with more than one are of none, which is called `default`.
    func services(_ facts: SubjectFacts, _ open: OpenSubject) -> [RecordID: String] {
        guard let only = facts.services.first?.name, facts.services.count == 1 else { return [:] }
        return open.records.mapValues { _ in only }
    }
}
