import CofferCrypto
import CofferFields
import CofferModel

/// The published keys of `keys-example/`: everybody has them, so they protect nothing.
enum ExampleKeys {
    /// A keyed hash of a fixed text, so that the key stays where it is: root, billing, dispatcher.
    static let fingerprints: Set<String> = [
        "7644d7beae8701e21da297969ae4376704b7ead3ce1c46b5590dacd1744a0b19",
        "bba6d80a35e2e63ac7318b912f9fb5f522c29fca9a370bb8613df279644786a9",
        "1d976b42919b3696a0939839063f01a22b9e762a72f709e8bc59aa29b5eeaebb",
    ]

    static func fingerprint(_ key: borrowing SecretKey) -> Digest {
        Derive.keyedHash(key, Array("coffer published key\n".utf8))
    }

    static func refuse(_ key: borrowing SecretKey, allowed: Bool) throws(CustodyError) {
        guard allowed || !fingerprints.contains(fingerprint(key).description) else { throw .exampleKey }
    }
}
