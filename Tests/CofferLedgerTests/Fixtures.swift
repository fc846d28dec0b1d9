import CofferCrypto
import CofferLedger
import CofferModel
import Foundation
import Synchronization

/// A clock that tests turn by hand, and that can hold up whoever asks it.
final class TestClock: TimeSource {
    private let time: Mutex<Timestamp>
    private let gate = Mutex(false)

    init(_ text: String = "2026-11-21T10:00:00.000Z") {
        time = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0))
    }

    func now() -> Timestamp {
        while gate.withLock({ $0 }) { usleep(1000) }
        return time.withLock { $0 }
    }

    func turn(by milliseconds: Int64) {
        time.withLock { $0 = Timestamp(milliseconds: $0.milliseconds + milliseconds) }
    }

    func hold(_ held: Bool) { gate.withLock { $0 = held } }
}

/// Numbers that repeat with their seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Bits that everybody knows, so that each test has the same keys.
struct Constant: RandomSource {
    let byte: UInt8

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: byte)
    }
}

/// A vault's directory with one log, its key and its anchor; removed at the end.
final class TestLog: Sendable {
    let root: String
    let name = LogName(vault: VaultID(bits: 0x0192_0000_0000_7000_8000_0000_0000_0001), log: 1)
    let clock = TestClock()
    let arena: KeyArena
    let seed: UInt8

    init(seed: UInt8 = 7) throws {
        // In memory where there is such a disk: these tests sync thousands of times.
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm")
        root = (memory ? "/dev/shm/" : NSTemporaryDirectory()) + "coffer-ledger-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root + "/vault", withIntermediateDirectories: true)
        arena = try KeyArena(slots: 16)
        self.seed = seed
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    var vault: String { root + "/vault" }
    var anchor: Anchor { Anchor(path: root + "/state/anchors/00001") }
    var files: LogDirectory { LogDirectory(vault: vault, name: name) }
    var timing: LedgerTiming { LedgerTiming(deadline: 30_000, anchorInterval: 20) }

    func signer() throws -> SigningKey {
        try SigningKey(random: Constant(byte: seed), in: arena)
    }

    var key: LogKey { get throws { LogKey(name: name, key: try signer().publicKey) } }

    func create(timing: LedgerTiming? = nil) throws -> Ledger {
        try Ledger.create(
            in: vault, name: name, signer: try signer(), anchor: anchor, time: clock,
            timing: timing ?? self.timing)
    }

    func open(
        in vault: String? = nil, anchor: Anchor? = nil, replay: (LedgerRow) throws -> Void = { _ in }
    ) throws -> (ledger: Ledger, report: OpeningReport) {
        try Ledger.open(
            in: vault ?? self.vault, name: name, signer: try signer(), anchor: anchor ?? self.anchor,
            time: clock, timing: timing, replay: replay)
    }

}

extension LedgerEntry {
    /// A small row that tells itself from others by its request.
    static func sample(_ number: UInt64) -> LedgerEntry {
        var entry = LedgerEntry(
            request: RequestID(bits: UInt128(number)), origin: Origin(uid: 1000, pid: 42), action: .read)
        entry.actor = ActorID(bits: 5)
        entry.role = RoleName("billing_clerk")
        entry.purpose = .billing
        return entry
    }

    /// Every member set.
    static var full: LedgerEntry {
        var entry = LedgerEntry.sample(0xABCD)
        entry.onBehalfOf = ActorID(bits: 6)
        entry.approver = ActorID(bits: 7)
        entry.person = ActorID(bits: 8)
        entry.proposal = ProposalID(bits: 11)
        entry.proposer = ActorID(bits: 12)
        entry.staff = .loginKey
        entry.roles = ["billing_clerk", "legal"].compactMap { RoleName($0) }
        entry.caseID = "ABC-123"
        entry.reason = "customer_call"
        entry.subject = Reference(bits: 1 << 127)
        entry.cells = [
            LedgerCell(
                record: Reference(bits: 9),
                granted: [
                    .masked: [FieldPath(className: "payment", field: "pan")],
                    .clear: [
                        FieldPath(className: "payment", field: "status"),
                        FieldPath(className: "payment", field: "invoice_no"),
                    ],
                ],
                denied: [.roleDenied: [FieldPath(className: "payment", field: "cvv")]]),
            LedgerCell(record: nil, granted: [:], denied: [:]),
            LedgerCell(
                record: Reference(bits: 10), written: [FieldPath(className: "device", field: "hostname")]),
        ]
        entry.code = .noCase
        entry.charter = Digest(bytes: Array(0..<32))
        entry.manifest = Digest(bytes: Array(32..<64))
        entry.keys = [KeyID(bits: 1), KeyID(bits: 2)]
        entry.state = .intent
        entry.changes = [
            LedgerChange(record: Reference(bits: 9), revision: 3, hash: Digest(bytes: Array(64..<96))),
            LedgerChange(record: nil, revision: (1 << 53) - 1, hash: nil),
        ]
        entry.idempotency = Array(0..<16)
        entry.destroyed = [ScopeName(bits: 77)]
        entry.due = Timestamp(milliseconds: 1_790_000_000_123)
        entry.closes = 1
        entry.misses = 2
        return entry
    }
}

/// Whole files, for tests that damage them.
enum Files {
    static func read(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
    static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
