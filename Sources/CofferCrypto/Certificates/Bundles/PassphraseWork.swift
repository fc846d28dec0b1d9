import COpenSSL
import CofferModel

/// How often a file wants a passphrase hashed, added up before it is done once.
///
/// The numbers are the file's own: without a bound, some bytes of it keep a processor busy for a day.
struct PassphraseWork {
    private var sum: Int64 = 0
    private let rule: Rule

    /// Starts at none.
    ///
    /// - Parameter rule: What too many of them break.
    init(_ rule: Rule) { self.rule = rule }

    /// Adds iterations; what is no number of them is too many.
    mutating func add(_ iterations: Int64) throws(BadValue) {
        guard 1...Limits.passphraseIterations ~= iterations, sum + iterations <= Limits.passphraseIterations
        else { throw BadValue(rule) }
        sum += iterations
    }

    /// Adds those of an algorithm that makes keys of passphrases: PBKDF2, or the one of PKCS#12.
    mutating func add(_ algorithm: UnsafePointer<X509_ALGOR>?) throws(BadValue) {
        guard let algorithm = unsafe algorithm else { throw BadValue(rule) }
        try add(unsafe coffer_iterations(algorithm))
    }
}
