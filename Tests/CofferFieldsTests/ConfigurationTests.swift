import CofferCrypto
import CofferFields
import CofferModel
import Testing

/// What an installation chose is what the manifest signs (docs/formats/keyring.md).
@Suite final class ConfigurationTests {
    private let bench: Bench
    private let arena: KeyArena
    private let random = SystemRandom()
    private let settings: JSON = ["mail": ["smtp": ["server": "mail.company.example"]]]

    init() throws {
        bench = try Bench()
        arena = try KeyArena(slots: 4096)
    }

    private func next(_ configuration: Configuration) throws -> KeyringFile {
        var change = KeyringChange()
        change.configuration = configuration
        return try bench.fields.keyring.next(change, at: Bench.now, from: random, in: arena).file
    }

    private func reading(_ file: KeyringFile, _ change: (inout JSON) -> Void) throws -> CustodyError? {
        var document = try #require(JSON(reading: file.bytes, limit: Limits.keyringBytes).object)
        var configuration = try #require(document["configuration"])
        change(&configuration)
        document["configuration"] = configuration
        let key = try #require(bench.fields.keyring.manifestKey)
        do throws(CustodyError) {
            _ = try KeyringFile(reading: JSON.object(document).canonical + [10], signedBy: key)
            return nil
        } catch { return error }
    }

    private func complete() throws -> KeyringFile {
        var configuration = bench.fields.keyring.file.configuration
        configuration.delivery = settings
        configuration.proposed = .init(
            id: ProposalID(bits: 5), settings: ["mail": [:]], proposer: ActorID(bits: 6), proposed: Bench.now)
        return try next(configuration)
    }

    @Test func `a configuration is read as it was written, and stays until it is changed`() throws {
        let file = try complete()
        let key = try #require(bench.fields.keyring.manifestKey)
        let read = try KeyringFile(reading: file.bytes, signedBy: key)
        #expect(read.configuration == file.configuration)
        #expect(read.configuration.delivery == settings)
        #expect(try reading(file) { _ in } == nil)
    }

    @Test func `a configuration from before there were delivery settings keeps its one member and its hash`()
        throws
    {
        let file = bench.fields.keyring.file
        let document = try JSON(reading: file.bytes, limit: Limits.keyringBytes)
        #expect(document["configuration"] == ["anchor": .string(file.configuration.anchor)])
        #expect(
            file.manifest.configuration
                == SHA256.hash(
                    JSON.object(["anchor": .string(file.configuration.anchor)]).canonical))
        #expect(try reading(file) { _ in } == nil)
    }

    @Test func `settings put in, changed, approved or taken out by a writer to the storage are refused`()
        throws
    {
        let file = try complete()
        func with(_ member: String, _ value: JSON?) -> (inout JSON) -> Void {
            { json in
                var members = json.object ?? [:]
                members[member] = value
                json = .object(members)
            }
        }
        let changes = [
            with("delivery", ["mail": ["smtp": ["server": "mail.elsewhere.example"]]]), with("delivery", nil),
            with("delivery", ["mail": [:]]), with("proposed_delivery", nil), with("anchor", "/tmp"),
        ]
        for change in changes { #expect(try reading(file, change) == .keyring(.configuration)) }
        let old = bench.fields.keyring.file
        #expect(try reading(old, with("delivery", settings)) == .keyring(.configuration))
    }

    @Test func `members that are not known are refused`() throws {
        let file = try complete()
        for member in ["relay", "Delivery"] {
            let refusal = try reading(file) { json in
                var members = json.object ?? [:]
                members[member] = "x"
                json = .object(members)
            }
            #expect(refusal == .keyring(.shape))
        }
        let half = try reading(file) { json in
            var members = json.object ?? [:]
            members["proposed_delivery"] = ["settings": [:]]
            json = .object(members)
        }
        #expect(half == .keyring(.shape))
    }
}
