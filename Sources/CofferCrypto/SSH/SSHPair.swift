import COpenSSL
import CofferModel

/// Whether the private parts of an SSH key are those of its public half.
enum SSHPair {
    static func checkEdwards(_ reader: inout SSHReader, _ key: SSHPublicKey) throws(BadValue) {
        let (shown, both) = (try reader.string(), WipedBytes(try reader.string()))
        guard shown.count == 32, both.bytes.count == 64, both.bytes.suffix(32).elementsEqual(shown) else {
            throw BadValue("ssh_key.form")
        }
        let blob = SSHWriter.string("ssh-ed25519".utf8) + SSHWriter.string(shown)
        let seed = WipedBytes(Array(both.bytes.prefix(32)))
        guard let own = point(ofSeed: seed.bytes), own == shown, blob == key.blob else {
            throw BadValue("ssh_key.pair")
        }
    }

    static func checkCurve(_ reader: inout SSHReader, _ key: SSHPublicKey) throws(BadValue) {
        guard let curve = SSHCurve(algorithm: key.algorithm) else { throw BadValue("ssh_key.algorithm") }
        let (name, shown) = (try reader.string(), try reader.string())
        let secret = WipedBytes(try reader.positive())
        let blob = SSHWriter.string(key.algorithm.utf8) + SSHWriter.string(name) + SSHWriter.string(shown)
        guard blob == key.blob, curve.point(of: secret.bytes) == shown else { throw BadValue("ssh_key.pair") }
    }

    static func checkRSA(_ reader: inout SSHReader, _ key: SSHPublicKey) throws(BadValue) {
        let (modulus, exponent) = (try reader.positive(), try reader.positive())
        let (secret, inverse) = (WipedBytes(try reader.positive()), WipedBytes(try reader.positive()))
        let (first, second) = (WipedBytes(try reader.positive()), WipedBytes(try reader.positive()))
        let blob =
            SSHWriter.string("ssh-rsa".utf8) + SSHWriter.positive(exponent) + SSHWriter.positive(modulus)
        guard blob == key.blob else { throw BadValue("ssh_key.pair") }
        let numbers = RSANumbers([
            .modulus: modulus, .exponent: exponent, .secret: secret.bytes, .inverse: inverse.bytes,
            .first: first.bytes, .second: second.bytes,
        ])
        // What is longer takes seconds for one signature.
        guard numbers.areSized(1...8192) else { throw BadValue("ssh_key.size") }
        guard numbers.belongTogether() else { throw BadValue("ssh_key.pair") }
    }

    private static func point(ofSeed seed: [UInt8]) -> [UInt8]? {
        guard let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
            return nil
        }
        defer {
            unsafe EVP_PKEY_free(key)
            ERR_clear_error()
        }
        var point = [UInt8](repeating: 0, count: 32)
        var count = point.count
        guard unsafe EVP_PKEY_get_raw_public_key(key, &point, &count) == 1, count == 32 else { return nil }
        return point
    }
}
