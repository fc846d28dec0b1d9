import CofferCrypto
import CofferModel
import Testing

@Suite struct Argon2idTests {
    @Test func `a passphrase gives the key that RFC 9106's other implementations give`() throws {
        let arena = try KeyArena(slots: 2)
        let parameters = try #require(
            Argon2id.Parameters(memory: 65_536, passes: 2, salt: Array("somesaltsomesalt".utf8)))
        let passphrase = Array("password".utf8)
        let key = try rootKey(passphrase, parameters, arena)
        let bytes = unsafe key.withBytes { unsafe Hex.encode($0) }
        #expect(bytes == "fc33b78139231d34b71626bd6245c1d72efa190ad605c3d8166a72adcedfa2c2")
    }

    func rootKey(_ passphrase: [UInt8], _ parameters: Argon2id.Parameters, _ arena: KeyArena) throws
        -> SecretKey
    {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: passphrase.count, alignment: 1)
        defer { unsafe buffer.deallocate() }
        unsafe buffer.copyBytes(from: passphrase)
        return unsafe try Argon2id.rootKey(
            passphrase: UnsafeRawBufferPointer(buffer), parameters: parameters, in: arena)
    }

    @Test(
        arguments: [
            (65_535, 3, 16), (1_048_577, 3, 16), (0, 3, 16), (262_144, 1, 16), (262_144, 0, 16),
            (262_144, 65, 16),
            (262_144, 3, 15), (262_144, 3, 17),
        ] as [(UInt32, UInt32, Int)])
    func `parameters that are too cheap or too dear are refused`(memory: UInt32, passes: UInt32, salt: Int) {
        let salt = [UInt8](repeating: 1, count: salt)
        #expect(Argon2id.Parameters(memory: memory, passes: passes, salt: salt) == nil)
    }

    @Test func `an empty or endless passphrase is refused before any work`() throws {
        let arena = try KeyArena(slots: 2)
        let parameters = try #require(Argon2id.Parameters.usual(salt: [UInt8](repeating: 1, count: 16)))
        for count in [0, 1025] {
            #expect(throws: Argon2id.Failure.passphrase) {
                _ = try rootKey([UInt8](repeating: 65, count: count), parameters, arena)
            }
        }
    }
}
