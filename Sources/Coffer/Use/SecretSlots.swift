import CofferCrypto
import CofferForms
import CofferModel
import Synchronization

/// Codes of cards, tracks and PIN blocks between the customer's typing and the one charge that they are for (PCI DSS 3.3.1, 3.3.2).
///
/// Each is sealed in memory, under a key of its own that lives in the locked arena alone. It is taken once, and gone with its
/// key after ``Limits/authorisationSeconds``, when the vault is closed, and with the process. Nothing of it is written anywhere.
final class SecretSlots: Sendable {
    /// What a code is for: one card of one customer, and one order; and which it is of those that a charge may take.
    struct Name: Hashable, Sendable {
        let subject: SubjectID
        let card: RecordID
        let order: String
        let path: FieldPath
    }

    private final class Slot: Sendable {
        let key: SecretKey
        let sealed: [UInt8]
        let giver: ActorID?
        let ends: Timestamp

        init(_ key: consuming SecretKey, _ sealed: [UInt8], of giver: ActorID?, ends: Timestamp) {
            self.key = key
            self.sealed = sealed
            self.giver = giver
            self.ends = ends
        }
    }

    private let slots = Mutex<[Name: Slot]>([:])

    /// Seals a code; another one for the same charge takes its place.
    ///
    /// - Parameters:
    ///   - code: the code; wiping it is the caller's part.
    ///   - name: what it is for.
    ///   - giver: who handed it in: one account alone cannot fill the places of all.
    ///   - ends: when it is gone.
    ///   - arena: where its key lives.
    ///   - random: where its key comes from.
    /// - Throws: `throttled` when too many wait for their charge.
    func put(
        _ code: [UInt8], for name: Name, of giver: ActorID?, until ends: Timestamp, in arena: KeyArena,
        random: any RandomSource
    ) throws(VaultError) {
        let slot: Slot
        do {
            let key = try SecretKey(random: random, in: arena)
            let none = try SecretKey.zeros(in: arena)
            let sealed = unsafe code.withUnsafeBytes {
                unsafe Sealer(random: random).seal(
                    $0, paddedTo: Self.block, under: key, version: 1, scope: none, context: Self.context(name)
                )
            }
            slot = Slot(key, sealed, of: giver, ends: ends)
        } catch { throw VaultError(.unavailable, "no memory could be locked") }
        let isKept = slots.withLock { slots in
            let others = slots.filter { $0.key != name }
            let own = others.values.count { $0.giver == giver }
            guard others.count < Limits.authorisations, own < Limits.authorisationsEach else { return false }
            slots[name] = slot
            return true
        }
        guard isKept else { throw VaultError(.throttled, "too many codes wait for their charge") }
        // Nobody has to ask for it to be gone.
        Task { [weak self, weak slot] in
            try? await Task.sleep(for: .seconds(Limits.authorisationSeconds))
            guard let slot else { return }
            self?.end(name, slot)
        }
    }

    /// Opens a code into locked memory; it is gone from here then, whatever becomes of it.
    ///
    /// - Parameters:
    ///   - name: what it is for.
    ///   - now: the time.
    ///   - arena: where keys live.
    /// - Returns: the code.
    /// - Throws: `destroyed` with `authorisation.gone` for one that is used, over, or never was.
    func take(_ name: Name, at now: Timestamp, in arena: KeyArena) throws(VaultError) -> TakenCode {
        let slot = slots.withLock { $0.removeValue(forKey: name) }
        guard let slot, now < slot.ends else { throw VaultError(.destroyed, rule: "authorisation.gone") }
        do {
            var buffer = try BufferPool(buffers: 1, bytesEach: 2 * Self.block).take()
            let none = try SecretKey.zeros(in: arena)
            let padded = try SealedValue.open(
                slot.sealed, under: slot.key, versions: 1...1, scope: none, context: Self.context(name),
                into: &buffer)
            guard let range = buffer.unpadded(padded) else { throw CannotOpen() }
            return TakenCode(buffer, range)
        } catch { throw VaultError(.unavailable, "no memory could be locked") }
    }

    /// Forgets the code of a charge that was refused.
    func drop(_ card: RecordID, _ order: String) {
        slots.withLock { slots in
            for name in slots.keys where name.card == card && name.order == order { slots[name] = nil }
        }
    }

    /// Forgets all of them.
    func clear() { slots.withLock { $0.removeAll() } }

    private func end(_ name: Name, _ slot: Slot) {
        slots.withLock { slots in if slots[name] === slot { slots[name] = nil } }
    }

    /// As much as the longest has, so that none is told from another by its length.
    private static let block = (CardSecret.bytes + 16) / 16 * 16

    /// A code belongs to its card; that it belongs to its order, the key says, which is of this slot alone.
    private static func context(_ name: Name) -> SealingContext {
        SealingContext(
            kind: .value, vault: VaultID(bits: 0), ofClass: 0, field: 0, subject: name.subject.bits,
            record: name.card.bits, revision: 0)
    }
}

/// A code in locked memory, on its way into one request; wiped when it is let go.
final class TakenCode: Sendable {
    private let buffer: LockedBuffer
    private let range: Range<Int>

    init(_ buffer: consuming LockedBuffer, _ range: Range<Int>) {
        self.buffer = buffer
        self.range = range
    }

    /// Lends the code for the length of a call.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe try buffer.withBytes(range, body)
    }
}
