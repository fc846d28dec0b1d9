import CofferCrypto
import CofferModel

/// Keys of SSH: the public one as a line of `authorized_keys`, the private one as OpenSSH's PEM.
enum SSHKey {
    /// Algorithm and base64, without the comment, which often names a person and his computer.
    static func publicKey(_ input: String) throws(BadValue) -> String {
        let words = Input.trimmed(input).split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let blob = Base64.decode(words[1].utf8) else {
            throw BadValue("ssh_key.line")
        }
        let key = try SSHPublicKey(blob: blob)
        guard key.algorithm == words[0] else { throw BadValue("ssh_key.algorithm") }
        guard words.count == 2 || words[2].unicodeScalars.allSatisfy(\.isPrintable) else {
            throw BadValue("ssh_key.line")
        }
        return words[0] + " " + words[1]
    }

    /// What stands in base64 between the two lines, in its one form.
    static func privateKey(_ input: String) throws(BadValue) -> [UInt8] {
        let bytes = Array(input.utf8)
        // A typed throw does not pass through `withUnsafeBytes`.
        let key = unsafe bytes.withUnsafeBytes { pem in
            Result { () throws(BadValue) in unsafe try SSHPrivateKey(pem: pem).bytes }
        }
        return try key.get()
    }

    /// The private key as PEM, its lines as long as OpenSSH makes them; text from before there was one form is shown
    /// as it is.
    static func shown(_ canonical: [UInt8]) -> String? {
        canonical.starts(with: "openssh-key-v1".utf8)
            ? PEMText.of("OPENSSH PRIVATE KEY", canonical, width: 70)
            : String(validating: canonical, as: UTF8.self)
    }
}
