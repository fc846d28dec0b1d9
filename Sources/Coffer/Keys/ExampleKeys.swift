import CofferCrypto
import CofferFields
import CofferModel

/// The published keys of `keys-example/`: everybody has them, so they protect nothing.
enum ExampleKeys {
    /// SHA-256 over a fixed prefix and the key: root, billing, dispatcher.
    static let fingerprints: Set<String> = [
        "84a29b5931de66b5f0dd14776f2d065a0e0f366bd2c63b21d6a62ac64b43470a",
        "446c11fe8bee567d3b5c2e419d6990af77ca4372f702d6fe92703a7fabc2953a",
        "66bf911df52f485fe3811193f495c612ac4e1a611f60f58c56727c0d5629f612",
    ]

    static func fingerprint(_ key: borrowing SecretKey) -> Digest {
        unsafe key.withBytes { unsafe SHA256.hash(Array("coffer published key\n".utf8), Array($0)) }
    }

    static func refuse(_ key: borrowing SecretKey, allowed: Bool) throws(CustodyError) {
        guard allowed || !fingerprints.contains(fingerprint(key).description) else { throw .exampleKey }
    }
}
