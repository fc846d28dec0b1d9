import COpenSSL

/// The numbers of an RSA private key (RFC 8017 §3.2), overwritten and freed when it ends.
@safe struct RSANumbers: ~Copyable {
    /// What each number is; those of one prime alone may be left out.
    enum Part: Int, CaseIterable {
        case modulus, exponent, secret, first, second, inverse, firstSecret, secondSecret

        fileprivate var name: String {
            switch self {
            case .modulus: "n"
            case .exponent: "e"
            case .secret: "d"
            case .first: "rsa-factor1"
            case .second: "rsa-factor2"
            case .inverse: "rsa-coefficient1"
            case .firstSecret: "rsa-exponent1"
            case .secondSecret: "rsa-exponent2"
            }
        }
    }

    private let numbers: [OpaquePointer?]
    private let hasMore: Bool

    /// Takes the numbers as bytes, big-endian.
    init(_ parts: [Part: [UInt8]]) {
        unsafe numbers = unsafe Part.allCases.map { part in
            unsafe parts[part].flatMap { unsafe BN_bin2bn($0, Int32($0.count), nil) }
        }
        hasMore = false
    }

    /// Takes the numbers of a key that OpenSSL has read.
    init(of key: OpaquePointer) {
        unsafe numbers = unsafe Part.allCases.map { part in
            var number: OpaquePointer?
            guard unsafe EVP_PKEY_get_bn_param(key, part.name, &number) == 1 else { return nil }
            return unsafe number
        }
        var third: OpaquePointer?
        hasMore = unsafe EVP_PKEY_get_bn_param(key, "rsa-factor3", &third) == 1
        unsafe BN_clear_free(third)
        ERR_clear_error()
    }

    deinit { unsafe numbers.forEach { unsafe BN_clear_free($0) } }

    /// Whether no number is larger than a key of this size has any: asked before anything is computed with them.
    ///
    /// A key of two primes; an exponent of at most 64 bits.
    borrowing func areSized(_ bits: ClosedRange<Int32>) -> Bool {
        let size = Part.allCases.map { part in
            unsafe numbers[part.rawValue].map { unsafe BN_num_bits($0) }
        }
        func within(_ part: Part, _ most: Int32?) -> Bool {
            guard let most, let size = size[part.rawValue] else { return false }
            return size > 0 && size <= most
        }
        func fits(_ part: Part, _ most: Int32?) -> Bool { size[part.rawValue] == nil || within(part, most) }
        guard !hasMore, let whole = size[Part.modulus.rawValue], bits.contains(whole) else { return false }
        let (first, second) = (size[Part.first.rawValue], size[Part.second.rawValue])
        return within(.exponent, 64) && within(.secret, whole) && within(.first, whole)
            && within(.second, whole) && within(.inverse, first) && fits(.firstSecret, first)
            && fits(.secondSecret, second)
    }

    /// Whether the primes make the modulus, and secrets and inverse are theirs; to be asked of numbers whose sizes fit.
    borrowing func belongTogether() -> Bool {
        guard let context = unsafe BN_CTX_secure_new() else { return false }
        unsafe BN_CTX_start(context)
        defer {
            unsafe BN_CTX_end(context)
            unsafe BN_CTX_free(context)
            ERR_clear_error()
        }
        guard let product = unsafe BN_CTX_get(context), let less = unsafe BN_CTX_get(context),
            let modulus = unsafe number(.modulus), let first = unsafe number(.first),
            let second = unsafe number(.second), let inverse = unsafe number(.inverse),
            unsafe BN_mul(product, first, second, context) == 1, unsafe BN_cmp(product, modulus) == 0
        else { return false }
        // Each secret · exponent is 1 for its prime less one, and inverse · second is 1 for the first prime.
        let secrets: [(Part, prime: Part, mayLack: Bool)] = [
            (.secret, .first, false), (.secret, .second, false), (.firstSecret, .first, true),
            (.secondSecret, .second, true),
        ]
        for (part, prime, mayLack) in secrets {
            guard let secret = unsafe number(part) else {
                if mayLack { continue }
                return false
            }
            guard let prime = unsafe number(prime), let exponent = unsafe number(.exponent),
                unsafe BN_copy(less, prime) != nil, unsafe BN_sub_word(less, 1) == 1,
                unsafe BN_is_zero(less) == 0,
                unsafe BN_mod_mul(product, exponent, secret, less, context) == 1,
                unsafe BN_is_one(product) == 1
            else { return false }
        }
        return unsafe BN_mod_mul(product, inverse, second, first, context) == 1 && BN_is_one(product) == 1
    }

    private borrowing func number(_ part: Part) -> OpaquePointer? { unsafe numbers[part.rawValue] }
}
