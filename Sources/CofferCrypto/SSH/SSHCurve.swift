import COpenSSL
import CofferModel

/// A curve of NIST under the name that SSH gives it (RFC 5656 §10.1).
enum SSHCurve: String {
    case nistp256, nistp384, nistp521

    init?(algorithm: String) {
        let prefix = "ecdsa-sha2-"
        guard algorithm.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(algorithm.dropFirst(prefix.count)))
    }

    var name: String { rawValue }

    private var number: Int32 {
        switch self {
        case .nistp256: NID_X9_62_prime256v1
        case .nistp384: NID_secp384r1
        case .nistp521: NID_secp521r1
        }
    }

    /// Whether bytes are a point of the curve, uncompressed.
    func contains(_ point: [UInt8]) -> Bool {
        guard point.first == 4, let group = unsafe EC_GROUP_new_by_curve_name(number) else { return false }
        defer {
            unsafe EC_GROUP_free(group)
            ERR_clear_error()
        }
        guard let place = unsafe EC_POINT_new(group) else { return false }
        defer { unsafe EC_POINT_free(place) }
        return unsafe EC_POINT_oct2point(group, place, point, point.count, nil) == 1
    }

    /// The point of a private key, uncompressed; nil for what cannot be one.
    func point(of secret: [UInt8]) -> [UInt8]? {
        guard let group = unsafe EC_GROUP_new_by_curve_name(number), let place = unsafe EC_POINT_new(group),
            let scalar = unsafe BN_bin2bn(secret, Int32(secret.count), nil)
        else { return nil }
        defer {
            unsafe BN_clear_free(scalar)
            unsafe EC_POINT_clear_free(place)
            unsafe EC_GROUP_free(group)
            ERR_clear_error()
        }
        guard unsafe BN_cmp(scalar, EC_GROUP_get0_order(group)) < 0,
            unsafe EC_POINT_mul(group, place, scalar, nil, nil, nil) == 1
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe EC_POINT_point2oct(
            group, place, POINT_CONVERSION_UNCOMPRESSED, &bytes, bytes.count, nil)
        return count > 1 ? Array(bytes.prefix(count)) : nil
    }
}
