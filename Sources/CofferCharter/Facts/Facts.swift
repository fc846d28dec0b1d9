package import CofferModel

/// Everything a decision may know besides the request; read in one transaction with the records.
package struct Facts: Sendable {
    /// The subjects asked about; one that is missing here is answered `not_found`.
    package let subjects: [SubjectID: SubjectFacts]
    /// The records asked about.
    package let records: [RecordID: RecordFacts]
    /// What the actor used up in the last hour.
    package let budget: BudgetUse
    /// The time at which the decision is made.
    package let now: Timestamp

    /// Takes what was read.
    package init(
        subjects: [SubjectID: SubjectFacts], records: [RecordID: RecordFacts], budget: BudgetUse,
        now: Timestamp
    ) {
        self.subjects = subjects
        self.records = records
        self.budget = budget
        self.now = now
    }
}

/// What a decision knows about one record.
package struct RecordFacts: Hashable, Sendable {
    /// The number of its class.
    package let ofClass: UInt16
    /// Whose record it is; nil for what hangs on no subject.
    package let subject: SubjectID?
    /// The record it belongs to, as a certificate to its device.
    package let parent: RecordID?
    /// The service it belongs to; nil counts for all of the subject's.
    package let service: String?
    /// When it was made.
    package let created: Timestamp
    /// Fields whose values are from before they were cut off, and not written anew since.
    package var cut: Set<FieldNumber> = []

    /// Takes what the stored row says.
    package init(
        ofClass: UInt16, subject: SubjectID?, parent: RecordID?, service: String?, created: Timestamp
    ) {
        self.ofClass = ofClass
        self.subject = subject
        self.parent = parent
        self.service = service
        self.created = created
    }
}

/// What one actor used up in the last hour.
package struct BudgetUse: Hashable, Sendable {
    /// Values he saw in the clear.
    package var clearValues: Int
    /// Subjects he saw anything of, as far as they are asked about now or in another request on its way.
    package var subjects: Set<SubjectID>
    /// How many others he saw anything of.
    package var others: Int
    /// Searches and comparisons, hit or miss.
    package var probes: Int

    /// Takes the counts.
    package init(clearValues: Int, subjects: Set<SubjectID>, others: Int = 0, probes: Int) {
        self.clearValues = clearValues
        self.subjects = subjects
        self.others = others
        self.probes = probes
    }
}
