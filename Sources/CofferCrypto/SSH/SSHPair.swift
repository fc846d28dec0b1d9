import COpenSSL
import CofferModel

/// Whether the private parts of an SSH key are those of its public half.
enum SSHPair {
    static func checkEdwards(_ reader: inout SSHReader, _ key: SSHPublicKey) throws(BadValue) {
        let (shown, both) = (try reader.string(), try reader.string())
        guard shown.count == 32, both.count == 64, both.suffix(32).elementsEqual(shown) else {
            throw BadValue("ssh_key.form")
        }
        let blob = SSHWriter.string("ssh-ed25519".utf8) + SSHWriter.string(shown)
        guard let own = point(ofSeed: Array(both.prefix(32))), own == shown, blob == key.blob else {
            throw BadValue("ssh_key.pair")
        }
    }

    static func checkCurve(_ reader: inout SSHReader, _ key: SSHPublicKey) throws(BadValue) {
        guard let curve = SSHCurve(algorithm: key.algorithm) else { throw BadValue("ssh_key.algorithm") }
        let (name, shown, secret) = (try reader.string(), try reader.string(), try reader.positive())
        let blob = SSHWriter.string(key.algorithm.utf8) + SSHWriter.string(name) + SSHWriter.string(shown)
        guard blob == key.blob, curve.point(of: secret) == shown else { throw BadValue("ssh_key.pair") }
    }

    static func checkRSA(_ reader: inout SSHReader, _ key: SSHPublicKey) throws(BadValue) {
        let (modulus, exponent) = (try reader.positive(), try reader.positive())
        let (secret, inverse) = (try reader.positive(), try reader.positive())
        let (first, second) = (try reader.positive(), try reader.positive())
        let blob =
            SSHWriter.string("ssh-rsa".utf8) + SSHWriter.positive(exponent) + SSHWriter.positive(modulus)
        guard blob == key.blob else { throw BadValue("ssh_key.pair") }
        // What is longer takes seconds for one signature.
        guard modulus.count <= 1024 else { throw BadValue("ssh_key.size") }
        let key = RSANumbers(
            modulus: modulus, exponent: exponent, secret: secret, inverse: inverse, first: first,
            second: second)
        guard key.belongTogether() else { throw BadValue("ssh_key.pair") }
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

/// The numbers of an RSA key (RFC 8017 §3.2), big-endian.
struct RSANumbers {
    let modulus, exponent, secret, inverse, first, second: [UInt8]

    /// Whether the primes make the modulus, and secret and inverse are theirs.
    func belongTogether() -> Bool {
        guard let context = unsafe BN_CTX_secure_new() else { return false }
        unsafe BN_CTX_start(context)
        defer {
            unsafe BN_CTX_end(context)
            unsafe BN_CTX_free(context)
            ERR_clear_error()
        }
        let numbers = unsafe [modulus, exponent, secret, inverse, first, second].map { bytes in
            let number = unsafe BN_CTX_get(context)
            return unsafe BN_bin2bn(bytes, Int32(bytes.count), number)
        }
        guard unsafe numbers.allSatisfy({ unsafe $0 != nil }), let product = unsafe BN_CTX_get(context) else {
            return false
        }
        guard unsafe BN_mul(product, numbers[4], numbers[5], context) == 1,
            unsafe BN_cmp(product, numbers[0]) == 0
        else { return false }
        // secret · exponent is 1 for either prime less one, and inverse · second is 1 for the first prime.
        for prime in [4, 5] {
            guard let less = unsafe BN_CTX_get(context), unsafe BN_copy(less, numbers[prime]) != nil,
                unsafe BN_sub_word(less, 1) == 1, unsafe BN_is_zero(less) == 0,
                unsafe BN_mod_mul(product, numbers[1], numbers[2], less, context) == 1,
                unsafe BN_is_one(product) == 1
            else { return false }
        }
        return unsafe BN_mod_mul(product, numbers[3], numbers[5], numbers[4], context) == 1
            && BN_is_one(product) == 1
    }
}
