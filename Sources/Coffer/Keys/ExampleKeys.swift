import CofferCrypto
import CofferFields
import CofferModel

/// The published keys of `keys-example/`: everybody has them, so they protect nothing.
enum ExampleKeys {
    /// SHA-256 over a fixed prefix and the key; printed by `coffer key fingerprint`.
    static let fingerprints: Set<String> = []

    static func fingerprint(_ key: borrowing SecretKey) -> Digest {
        unsafe key.withBytes { unsafe SHA256.hash(Array("coffer published key\n".utf8), Array($0)) }
    }

    static func refuse(_ key: borrowing SecretKey, allowed: Bool) throws(CustodyError) {
        guard allowed || !fingerprints.contains(fingerprint(key).description) else { throw .exampleKey }
    }
}
