/// A 128-bit identifier of one kind of thing.
///
/// Written as a lower-case UUID (RFC 9562 §4). Identifiers of subjects and records are version 7, so that rows
/// written together lie together; none of them ever leaves in a notice.
public struct Identifier<Kind>: Hashable, Sendable, Comparable, LosslessStringConvertible {
    // Two words instead of one of 128 bits: an async call that passes a 16-byte aligned value on the stack unbalances
    // it with Swift 6.3.1 on x86-64, and the task crashes when it next suspends.
    private let high: UInt64
    private let low: UInt64

    /// The 128 bits, the first byte of the written form most significant.
    public var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// Takes any 128 bits.
    public init(bits: UInt128) {
        high = UInt64(truncatingIfNeeded: bits >> 64)
        low = UInt64(truncatingIfNeeded: bits)
    }

    /// The 16 bytes in written order.
    public var bytes: [UInt8] { BigEndian.bytes(bits) }

    /// Takes exactly 16 bytes, else nil.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(bits: bytes.reduce(0) { $0 << 8 | UInt128($1) })
    }

    /// Lower-case UUID text, 36 characters.
    public var description: String {
        let hex = Array(Hex.encode(bytes))
        return [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]]
            .map { String($0) }.joined(separator: "-")
    }

    /// Reads lower-case UUID text and nothing else.
    public init?(_ description: String) {
        let parts = description.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [8, 4, 4, 4, 12],
            let bytes = Hex.decode(parts.joined())
        else { return nil }
        self.init(bytes: bytes)
    }

    /// Orders by the bits, which for version 7 is the order of creation.
    public static func < (one: Self, other: Self) -> Bool { one.bits < other.bits }

    /// A time-ordered identifier: 48 bits of milliseconds, 74 random bits (RFC 9562 §5.7).
    public static func timeOrdered(at time: Timestamp, from random: any RandomSource) -> Self {
        let tail = random.bits128() & 0x0FFF_3FFF_FFFF_FFFF_FFFF
        let head = UInt128(UInt64(clamping: time.milliseconds) & 0xFFFF_FFFF_FFFF) << 80
        return Self(bits: head | tail | 0x7000_8000_0000_0000_0000)
    }

    /// 128 random bits.
    public static func random(from random: any RandomSource) -> Self { Self(bits: random.bits128()) }
}

/// The customer whose data are held; never leaves in a message, nor stands in the ledger.
public typealias SubjectID = Identifier<SubjectKind>
/// One instance of a class for a subject: this card, this device.
public typealias RecordID = Identifier<RecordKind>
/// One company's vault.
public typealias VaultID = Identifier<VaultKind>
/// One key of the keyring.
public typealias KeyID = Identifier<KeyKind>
/// One member of staff or service account, never shared.
public typealias ActorID = Identifier<ActorKind>
/// One request: ties its grant, its opened values and its ledger rows together.
public typealias RequestID = Identifier<RequestKind>
/// How the ledger names a subject or a record: unlinkable once the subject's reference key is destroyed.
public typealias Reference = Identifier<ReferenceKind>
/// The name under which the ledger remembers a destroyed scope key.
public typealias ScopeName = Identifier<ScopeKind>

/// One notice on its way out; never leaves in it.
public typealias NoticeID = Identifier<NoticeKind>

/// One change of the staff directory that waits for a second administrator.
public typealias ProposalID = Identifier<ProposalKind>

/// Tells identifiers of subjects from others at compile time, as those below do for theirs; has no values.
public enum SubjectKind {}
/// See ``SubjectKind``.
public enum RecordKind {}
/// See ``SubjectKind``.
public enum VaultKind {}
/// See ``SubjectKind``.
public enum KeyKind {}
/// See ``SubjectKind``.
public enum ActorKind {}
/// See ``SubjectKind``.
public enum RequestKind {}
/// See ``SubjectKind``.
public enum ReferenceKind {}
/// See ``SubjectKind``.
public enum ScopeKind {}
/// See ``SubjectKind``.
public enum ProposalKind {}
/// See ``SubjectKind``.
public enum NoticeKind {}
