/// Every bound of the vault, in one place.
///
/// Sizes are in bytes, times in milliseconds unless the name says otherwise.
public enum Limits {
    /// Canonical bytes of one field value.
    public static let valueBytes = 16 * 1024
    /// Labels that one actor asks for in an hour and is not told, before it is an alarm.
    public static let labelMisses = 10
    /// Fields of one request.
    public static let asksPerRead = 1024
    /// Opened values that one request holds at a time.
    public static let openedBytes = 256 * 1024
    /// Subjects answered by one find.
    public static let foundSubjects = 20
    /// Records of one subject.
    public static let recordsPerSubject = 4096
    /// Records of one subject that a sweep changes or removes; one with more is left for an erasure.
    public static let sweptRecords = 1000
    /// Keys of one subject that a sweep destroys; what is more waits for the next.
    public static let sweptKeys = 500
    /// How long something must have been due before a sweep takes it, in seconds.
    public static let sweepGraceSeconds: Int64 = 86_400
    /// The time between two rows of the ledger from which on a sweep wants to be told that the clock is right, in seconds.
    public static let sweepGapSeconds: Int64 = 7 * 86_400
    /// How far the ledger may be ahead of the clock for a sweep to begin, in seconds.
    public static let sweepAheadSeconds: Int64 = 600
    /// Orders of one subject that are open.
    public static let ordersPerSubject = 256
    /// What may be signed to prove that a key is here, in bytes.
    public static let challengeBytes = 16...256
    /// To whom a certificate was handed over, or the number of the act, as it is noted.
    public static let handOverBytes = 256
    /// Revoked certificates of one subject.
    public static let revocationsPerSubject = 256
    /// The number of one order.
    public static let orderNumberBytes = 64
    /// How long a card's code waits for its charge, in seconds.
    public static let authorisationSeconds: Int64 = 300
    /// Codes of cards that wait for their charge.
    public static let authorisations = 1024
    /// Those that one account handed in.
    public static let authorisationsEach = 64
    /// What decisions read about one subject: some hundred events, consents, restrictions and holds.
    public static let factsBytes = 64 * 1024
    /// One line of an import or a stream.
    public static let lineBytes = 256 * 1024
    /// One JSON document.
    public static let documentBytes = 1024 * 1024
    /// Nesting of JSON.
    public static let jsonDepth = 32
    /// One charter file.
    public static let charterBytes = 512 * 1024
    /// The keyring file.
    public static let keyringBytes = 16 * 1024 * 1024
    /// One ledger row, without its newline.
    public static let ledgerRowBytes = 256 * 1024
    /// Rows of one ledger commit.
    public static let ledgerCommitRows = 8192
    /// How long a ledger commit may take before the vault halts.
    public static let ledgerDeadline = 30_000
    /// A case or ticket id.
    public static let caseBytes = 64
    /// Members of staff of one vault.
    public static let staff = 4096
    /// Changes of the staff directory that wait for a second administrator.
    public static let proposals = 256
    /// Those of one person.
    public static let proposalsEach = 16
    /// How long such a change waits, in seconds.
    public static let proposalSeconds: Int64 = 7 * 86_400
    /// How long a request to break the glass waits for its approval, and then for being used, in seconds.
    public static let glassSeconds: Int64 = 15 * 60
    /// Fields of one such request.
    public static let glassFields = 16
    /// Secrets that one list of those to be changed shows, and what is left of the last customer's.
    public static let secretsListed = 256
    /// Customers that such a list looks at, in hundreds.
    public static let secretsPages = 20
    /// Within what time a credential that somebody saw is to be changed, in seconds.
    public static let rotationSeconds: Int64 = 86_400
    /// How long an account of the staff directory counts as in use after its last row in the ledger, in seconds.
    public static let idleSeconds: Int64 = 90 * 86_400
    /// How long a second factor is fresh, in seconds.
    public static let secondFactorSeconds: Int64 = 15 * 60
    /// How long a token that verifies an address can be handed in, in seconds.
    public static let verificationSeconds: Int64 = 86_400
    /// A label or one-time token, as somebody hands it in.
    public static let issuedTokenBytes = 512
    /// How long an idempotency key is remembered, in hours.
    public static let idempotencyHours = 24
    /// An idempotency key.
    public static let idempotencyKeyBytes = 128
    /// A file of certificates and keys, as PEM or PKCS#12.
    public static let certificateFileBytes = 64 * 1024
    /// Certificates of such a file, or of one text.
    public static let certificatesOfFile = 16
    /// How often a file may want a passphrase hashed, everything in it together.
    public static let passphraseIterations: Int64 = 2_000_000
    /// Customers of one import commit.
    public static let importBatch = 64
    /// How far an anchor may lag behind the ledger before it is an alarm.
    public static let anchorLag = 600_000
    /// The subject line of a notice, in Unicode scalars.
    public static let noticeSubjectScalars = 200
    /// The body of a notice.
    public static let noticeBodyBytes = 16 * 1024
    /// One value that a notice's slot shows.
    public static let slotBytes = 1024
    /// Notices of one subject that wait to leave, or were queued within an hour.
    public static let noticesPerSubject = 64
    /// Notices that one list shows.
    public static let noticesListed = 1000
    /// The time in which a breach of data protection must be reported, in seconds (GDPR 33(1)).
    public static let breachSeconds: Int64 = 72 * 3600
    /// How long the token of a link tells what its message was about, in seconds.
    public static let linkSeconds: Int64 = 30 * 86_400
    /// How long a link works that is for one time, in seconds.
    public static let onceSeconds: Int64 = 3600
    /// How long the way out of advertising works, in seconds.
    public static let unsubscribeSeconds: Int64 = 400 * 86_400
    /// Why a notice has not left, as it is kept with it.
    public static let outboxReasonBytes = 64
    /// One word of a closed list, or one form of a unit, as a notice shows it.
    public static let noticeWordBytes = 120
    /// Words of a closed list that one slot of a notice shows.
    public static let noticeWords = 8
    /// A count that a notice shows.
    public static let noticeCount = 999_999
    /// What a sender writes for one slot of a notice.
    public static let givenBytes = 512
    /// Values that one notice shows as they are, or masked, unless the charter says less or more (E-04).
    public static let quasiIdentifiers = 2
    /// Parts of one outbound message: bodies, headers, links, attachments.
    public static let outboundParts = 256
    /// All parts of one outbound message together.
    public static let outboundBytes = 32 * 1024 * 1024
}
