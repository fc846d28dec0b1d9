import CofferCharter
import CofferCrypto
import CofferFields
import CofferModel
import Foundation
import Testing

/// A process has the keys its role was given, and no charter gives it more (B05, crypto.md §1).
@Suite struct RoleKeyringTests {
    private let random = SystemRandom()

    /// A keyring of a few fields, a role that got the first of them, and an edition whose charter was widened since.
    private func widened() throws -> (bench: Bench, root: Keyring, role: Keyring, arena: KeyArena) {
        let bench = try Bench()
        let arena = try KeyArena(slots: 4096)
        let key = try SecretKey(random: random, in: arena)
        let name = try #require(RoleName("billing_clerk"))
        var change = KeyringChange()
        change.newRoles = [
            .init(
                name: "job", role: name, publicKey: SealedBox.publicKey(of: key), log: 2,
                uses: [.facts, .scopes(0)])
        ]
        #expect(
            bench.fields.keyring.file.charter.text.contains(
                "[contact.email, contact.phone], purpose: billing"))
        let first = try bench.fields.keyring.next(change, at: Bench.now, from: random, in: arena)
        var wider = KeyringChange()
        let source = first.file.charter
        wider.charter = CharterSource(
            name: source.name,
            text: source.text.replacing(
                "{ fields: [contact.email, contact.phone], purpose: billing, form: masked }",
                with: "{ fields: [contact.email, contact.phone], purpose: billing, form: clear }"),
            base: source.base,
            overlays: source.overlays)
        let next = try first.next(wider, at: Bench.now, from: random, in: arena)
        let file = try KeyringFile(reading: next.file.bytes, signedBy: try #require(next.manifestKey))
        return (bench, next, try Keyring.open(file, role: key, in: arena), arena)
    }

    @Test func `the keyring of a role holds what it was given, whatever the charter says now`() throws {
        let (bench, root, role, _) = try widened()
        #expect(role.newest(.facts) != nil)
        #expect(role.newest(.ledger(2)) != nil)
        #expect(root.newest(.ledger(1)) != nil)
        #expect(role.newest(.ledger(1)) == nil)
        #expect(role.newest(.manifest) == nil)
        #expect(!role.holdsRoot)
        for field in bench.charter.fields.values {
            #expect(root.newest(.field(field.number)) != nil)
            for use in [
                KeyUse.field(field.number), .masked(field.number), .index(field.number),
                .scopes(field.retention.number),
            ] {
                #expect(role.newest(use) == nil)
            }
        }
    }

    @Test func `a grant of the widened charter opens nothing without the key`() throws {
        let (bench, _, role, arena) = try widened()
        let source = role.file.charter
        let fields = try Fields(
            role, destroyed: [], from: random, in: arena, try BufferPool(buffers: 2, bytesEach: 65_536))
        // The row was sealed under the bench's keys; the charter of the manifest decides, and grants.
        let wider = try Charter.load(
            Array(source.text.utf8), base: Array(source.base.utf8),
            overlays: source.overlays.mapValues { Array($0.utf8) }, file: source.name, hash: source.hash,
            previous: nil)
        let grant = try bench.grant(41, charter: wider)
        let unseen = try fields.open(grant, [bench.subject: bench.open], wider, labels: nil)
        #expect(unseen.outcomes.map(\.failure) == [.locked])
    }

    @Test func `without the root key no edition can be made`() throws {
        let (_, _, role, arena) = try widened()
        var refused: CustodyError?
        do throws(CustodyError) {
            _ = try role.next(KeyringChange(), at: Bench.now, from: random, in: arena)
        } catch { refused = error }
        #expect(refused == .wrongKey)
    }

    @Test func `a box put into the grants of a role is refused by the manifest`() throws {
        let (_, root, _, _) = try widened()
        let text = String(decoding: root.file.bytes, as: UTF8.self)
        let boxes = text.split(separator: "\"").filter { $0.count == 160 }
        // Sealed boxes and wrapped keys have the same length, so one is as good as the other to a forger.
        let one = try #require(boxes.first)
        let other = try #require(boxes.last)
        let bad = text.replacing(one, with: other)
        #expect(bad != text)
        var refused: CustodyError?
        do throws(CustodyError) {
            guard let key = root.manifestKey else { return }
            _ = try KeyringFile(reading: Array(bad.utf8), signedBy: key)
        } catch { refused = error }
        #expect(refused == .keyring(.grants))
    }
}
