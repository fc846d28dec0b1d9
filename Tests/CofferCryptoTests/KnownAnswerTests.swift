import CofferCrypto
import CofferModel
import Testing

/// What `envelope.py` prints, which is where the format comes from; the numbers are our own.
enum Known {
    static let vault = VaultID(bits: UInt128(0x5656_5656_5656_5656_5656_5656_5656_5656))
    static let subject: UInt128 = 0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF
    static let record: UInt128 = 0xFFEE_DDCC_BBAA_9988_7766_5544_3322_1100
    static let recipient: UInt128 = 0x5252_5252_5252_5252_5252_5252_5252_5252
    static let service: UInt128 = 0x5353_5353_5353_5353_5353_5353_5353_5353
    static let key: UInt128 = 0x4B4B_4B4B_4B4B_4B4B_4B4B_4B4B_4B4B_4B4B

    static func fieldKey(_ arena: KeyArena) throws -> SecretKey { try secret(Array(0..<32), arena) }
    static func otherKey(_ arena: KeyArena) throws -> SecretKey { try secret(Array(1..<33), arena) }
    static func scopeKey(_ arena: KeyArena) throws -> SecretKey { try secret(Array(0x80..<0xA0), arena) }

    static func context(
        field: UInt32, revision: UInt64, kind: SealedKind = .value
    ) -> SealingContext {
        SealingContext(
            kind: kind, vault: vault, ofClass: 3, field: field, subject: subject, record: record,
            revision: revision)
    }

    struct Value: CustomTestStringConvertible {
        let name: String
        let value: [UInt8]
        let field: UInt32
        let revision: UInt64
        let block: Int
        let sealed: String
        var testDescription: String { name }
        var context: SealingContext { Known.context(field: field, revision: revision) }
    }

    static let values = [
        Value(
            name: "empty", value: [], field: 1, revision: 1, block: 1,
            sealed: "cf010001404142434445464742b1fd2f84ce4892a04fea9ddf75eb93727afc76c7c8741ba679697857d1467b"
                + "e23d1997fe"),
        Value(
            name: "pan, block 32", value: Array("4111111111111111".utf8), field: 7, revision: 3, block: 32,
            sealed: "cf0100014041424344454647f16e5c91097ee540734afd33d3ab31bd7a5a649144966ff8970ab5f141470f86"
                + "63272623050b6a29e3dd19331cabf238786c8e8f8e337c0efa3f2a0dca5c6d7bca134b49"),
        Value(
            name: "email", value: Array("alice@example.com".utf8), field: 2, revision: 1, block: 1,
            sealed: "cf01000140414243444546472c66041ec3ba6c239bd8c129339c381db2030f5d12aba9933a11b6e6d37937d8"
                + "11388e6f9ef15b86f3fa80967239a46bdc6c5ef7e0bf"),
        Value(
            name: "name", value: Array("Қайрат Әбенұлы".utf8), field: 3, revision: 2, block: 16,
            sealed: "cf0100014041424344454647"
                + "0d7965f9b67fcdea5051cc23dbf8cc9607530df4379c0e9e78f06cc41adc2c43c7c5a4ed934ccae94545b54b"
                + "6aa8dc858abdc74f1567a8d5627e172b0b772fc247adef17"),
        Value(
            name: "256 bytes", value: Array(0...255), field: 9, revision: (1 << 32) - 1, block: 1,
            sealed: "cf0100014041424344454647049be1458f6188cd7a5afd7ca6a3e2972eb53677f018591049f21c54a678e2e1"
                + "b2681f15ad4eed87db67d0e70909ce04c9e77090ef066eb6976835f6c24d85f5dea518d8370c753635ea183a"
                + "2bf9da6ffa438fcfb56086944415463d30a68fd8a4ffd3c86bd7b6e7186ab77fe62db99d56c9da35a8a6c121"
                + "d02a307a664c7acf1dc48a52c5ce97ab6bbaf7e2dd9ff9a7349d3dc21883fdbbcd2cadf8e1c607e26d6723d9"
                + "2aa9224d52b75ea6488601a8181908cbd20cee3e337cea450e8b13dc66d3aade08bdfe736eb8affcbe7f0ea2"
                + "2203d6bc7a1123c5ab7320375004d381903b8deddd7a0c580474dd291979c9be88543ef4de4c0fda2b6c41ce"
                + "f9f98bc925b84b0baab36ebdc0e975a465594ae3d976f03d073859cd80f37c706b3420c3c251c9887e"),
    ]

    static let wrapped =
        "cf010005404142434445464712c12c01ad0fd5475358d857bf222275b786a49c5722f1792f78bccce24cdbfa"
        + "164c58308293fc2c84cc63bbef4ffa4bb6e8db5030bae2dfc08693b49d8f907aa10fb988"
    static let masked =
        "cf010001404142434445464744db79c394a47445abc5efd24a8b7327f7304a872ef6a695109a0b450073ba75"
        + "b8ba9d874f57b61db7d870cedcba87b62cd903e9320fdd4dca6549a60b1b0320c4b47e8a"

    static let wrapping = SealingContext(
        kind: .scopeKey, vault: vault, ofClass: 4, field: 0, subject: subject, record: 0, revision: 5)
}

func secret(_ bytes: [UInt8], _ arena: KeyArena) throws -> SecretKey {
    try SecretKey(random: Fixed(bytes: bytes), in: arena)
}

/// Gives the same bytes at every draw.
struct Fixed: RandomSource {
    let bytes: [UInt8]
    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        for index in buffer.indices { unsafe buffer[index] = bytes[index % bytes.count] }
    }
}

func hex(_ text: String) throws -> [UInt8] { try #require(Hex.decode(text.utf8)) }

func contents(_ buffer: borrowing LockedBuffer) -> [UInt8] {
    unsafe buffer.withBytes { unsafe Array($0) }
}

@Suite struct KnownAnswerTests {
    let arena: KeyArena
    let pool: BufferPool

    init() throws {
        arena = try KeyArena(slots: 16)
        pool = try BufferPool(buffers: 2, bytesEach: 4096)
    }

    @Test(arguments: Known.values)
    func `a known sealed value opens to its padded text`(known: Known.Value) throws {
        let key = try Known.fieldKey(arena)
        let scope = try Known.scopeKey(arena)
        var buffer = try pool.take()
        let place = try SealedValue.open(
            hex(known.sealed), under: key, versions: 1...1, scope: scope, context: known.context,
            into: &buffer)
        let padded = contents(buffer)
        let inner = buffer.unpadded(place)
        #expect(padded == Padding.padded(known.value, block: known.block))
        #expect(try Array(padded[#require(inner)]) == known.value)
    }

    @Test func `a known wrapped key opens into the arena`() throws {
        let key = try Known.fieldKey(arena)
        let zeros = try SecretKey.zeros(in: arena)
        let opened = try SealedValue.openKey(
            hex(Known.wrapped), under: key, versions: 5...5, scope: zeros, context: Known.wrapping, in: arena)
        let same = opened.equals(try Known.scopeKey(arena))
        #expect(same)
    }

    @Test func `a known masked form opens under its own key and kind`() throws {
        let key = try Known.otherKey(arena)
        let scope = try Known.scopeKey(arena)
        var buffer = try pool.take()
        _ = try SealedValue.open(
            hex(Known.masked), under: key, versions: 1...1, scope: scope,
            context: Known.context(field: 7, revision: 3, kind: .masked), into: &buffer)
        #expect(contents(buffer) == Padding.padded(Array("411111******1111".utf8), block: 32))
    }

    @Test func `every derivation gives its known answer`() throws {
        let field = try Known.fieldKey(arena)
        let other = try Known.otherKey(arena)
        let scope = try Known.scopeKey(arena)
        let number = FieldNumber(ofClass: 3, field: 7)
        let check = Derive.keyCheck(
            of: field, vault: Known.vault, number: number, version: 1, key: KeyID(bits: Known.key))
        #expect(check.description == "e887acc0b2744fcecde475568b12a5ca740fb5e52cac54742115f3832524b458")
        let email = FieldNumber(ofClass: 3, field: 2)
        let token = Derive.indexToken(
            other, vault: Known.vault, number: email, generation: 1,
            normalised: Array("alice@example.com".utf8))
        #expect(Hex.encode(token) == "8d756325b807b9f87be6a3b69eab36db")
        #expect(
            Hex.encode(Derive.reference(scope, vault: Known.vault).bytes)
                == "62438b05b6f45523c071c2b5fab9b60b")
        #expect(
            Hex.encode(Derive.recordReference(scope, record: RecordID(bits: Known.record)).bytes)
                == "44a3b0aa03f40cb6b091ed00630a376f")
        #expect(
            Hex.encode(Derive.scopeName(scope, vault: Known.vault).bytes)
                == "5aac7ce1386c27a8a929af8771bd67e9")
        let label = Derive.label(
            audience: other, reference: scope,
            LabelSubject(
                recipient: Known.recipient, service: Known.service, number: email,
                subject: SubjectID(bits: Known.subject), record: Known.record))
        #expect(Hex.encode(label) == "dbe11d696afdfe0f4e934fcff9d6cffa")
    }
}
