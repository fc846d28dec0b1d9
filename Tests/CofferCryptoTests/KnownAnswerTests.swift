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
        let reminder = Derive.reminder(scope, record: RecordID(bits: Known.record), day: 20_808, step: 30)
        #expect(Hex.encode(reminder.bytes) == "52e86a5a77504e46eb365d9b1f10b4d2")
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

    @Test func `the derivations that the reference leaves out have known answers too`() throws {
        let key = try Known.fieldKey(arena)
        let wrapping = try Derive.keyringKey(root: key, vault: Known.vault, in: arena)
        let bytes = unsafe wrapping.withBytes { unsafe Hex.encode($0) }
        #expect(bytes == "dca2a147cd6e8910e4e0b9df3309a137f51fc454c4cf3f3406fb0a896a721677")
        let idempotency = Derive.idempotency(
            key, actor: Array("actor".utf8), route: Array("/v1/read".utf8), key: Array("k-1".utf8))
        #expect(Hex.encode(idempotency) == "2031718da2691005b610ee0b6b7a4126")
        let reference = Derive.importReference(key, ofClass: 3, reference: Array("CUST-17".utf8))
        #expect(Hex.encode(reference) == "3746deac21674ad91a4ce42ced280883")
        let token = Derive.labelToken(key, label: Array(0..<16))
        #expect(Hex.encode(token) == "309e4cdbf6deb135f99176376615790b")
        #expect(Hex.encode(Derive.labelTarget(key, Array(0..<16))) == "a72267e1e18aa332ee6e6d3900cfee3a")
        #expect(
            Hex.encode(Derive.labelOwner(key, subject: SubjectID(bits: Known.subject)))
                == "930a929ae68b13e81dd403f9240d671e")
        #expect(
            Derive.keyedHash(key, Array("{}".utf8)).description
                == "c339d0c956df418786338209851905382853a8ba22a0d3b7ffd62dae409c6456")
    }

    @Test func `labels have known answers: what scopes hash, of a network, and reversible`() throws {
        let other = try Known.otherKey(arena)
        let scope = try Known.scopeKey(arena)
        let number = FieldNumber(ofClass: 3, field: 2)
        let record = RecordID(bits: Known.record)
        let parts: [(LabelPart, String)] = [
            (.channel(record, number, revision: 7), "295418ec9bbe89af879ea1ec1b06506c"),
            (.recipient("cable_works"), "1c3a5a35d71af66c74fb1a8c6485407f"),
            (.service("default"), "4fb86f1a129388a531adc38b72c2da8a"),
            (.message(Array(0..<32)), "7b7dbe2e4e8e84d9ea28ae84e2deb1c3"),
            (.document(record), "7117d2251d7f0a98abf35735ec506083"),
        ]
        for (part, answer) in parts {
            #expect(Hex.encode(BigEndian.bytes(Derive.labelPart(part, reference: scope))) == answer)
        }
        let network = LabelSubject(
            recipient: Known.recipient, service: Known.service, number: number,
            subject: SubjectID(bits: Known.subject), record: 0, network: [4, 24, 192, 0, 2, 0])
        #expect(
            Hex.encode(Derive.label(audience: other, reference: scope, network))
                == "a06bb9328f8325120f6e354aef0586ed")
        let device = LabelSubject(
            recipient: Known.recipient, service: Known.service, number: number,
            subject: SubjectID(bits: Known.subject), record: Known.record)
        let label = Derive.reversibleLabel(audience: other, reference: scope, device)
        #expect(
            Hex.encode(label) == "724d3ba6d37207d1e637d3a95a5daa71" + "09ca28fc0233357e7051655a72e79f6f")
        #expect(Derive.record(in: label, audience: other) == record)
        #expect(Derive.record(in: label, audience: scope) != record)
        #expect(Derive.record(in: Array(label.dropLast()), audience: other) == nil)
    }

    @Test func `a label is another one for every other part of what it is made of (E-07, E-09, EN-05)`()
        throws
    {
        let audience = try Known.otherKey(arena)
        let next = try Known.fieldKey(arena)
        let reference = try Known.scopeKey(arena)
        let number = FieldNumber(ofClass: 3, field: 2)
        func subject(_ recipient: UInt128, _ service: UInt128, _ record: UInt128) -> LabelSubject {
            LabelSubject(
                recipient: recipient, service: service, number: number,
                subject: SubjectID(bits: Known.subject), record: record)
        }
        var labels: Set<[UInt8]> = []
        for place in [
            subject(1, 2, 3), subject(2, 1, 3), subject(1, 0, 3), subject(0, 2, 3), subject(1, 2, 4),
        ] {
            labels.insert(Derive.label(audience: audience, reference: reference, place))
            labels.insert(Derive.label(audience: next, reference: reference, place))
            labels.insert(Derive.label(audience: audience, reference: next, place))
            labels.insert(
                Array(Derive.reversibleLabel(audience: audience, reference: reference, place).prefix(16)))
        }
        #expect(labels.count == 20)
        let index = Derive.indexToken(
            audience, vault: Known.vault, number: number, generation: 1,
            normalised: BigEndian.bytes(UInt128(3)))
        #expect(!labels.contains(index))
    }

    @Test
    func
        `a hundred thousand labels of devices made one after another: none twice, and in no order (EN-01, EN-02)`()
        throws
    {
        let audience = try Known.otherKey(arena)
        let reference = try Known.scopeKey(arena)
        var labels: Set<[UInt8]> = []
        var before: [UInt8] = []
        var rises = 0
        for record in 0..<100_000 {
            let label = Derive.label(
                audience: audience, reference: reference,
                LabelSubject(
                    recipient: 1, service: 1, number: FieldNumber(ofClass: 8, field: 90),
                    subject: SubjectID(bits: 7), record: UInt128(record)))
            if before.lexicographicallyPrecedes(label) { rises += 1 }
            before = label
            labels.insert(label)
        }
        #expect(labels.count == 100_000)
        // Half of the steps go up, half down; ten standard deviations are 1,600.
        #expect(48_400...51_600 ~= rises)
    }

    @Test func `parts that only together spell the same idempotency key are told apart`() throws {
        let key = try Known.fieldKey(arena)
        let one = Derive.idempotency(key, actor: [1, 2], route: [3], key: [4])
        let two = Derive.idempotency(key, actor: [1], route: [2, 3], key: [4])
        #expect(one != two)
    }
}
