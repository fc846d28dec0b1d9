import ArgumentParser
import Coffer
import CofferCrypto
import CofferModel
import Glibc

/// `coffer certificate`: what customers hand over as files.
struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate", abstract: "Certificates of devices, and files of them.",
        subcommands: [
            CertificateRead.self, CertificateWatch.self, CertificateRevoke.self,
            CertificateRequest.self, CertificateProve.self, CertificateHandOver.self,
        ])
}

struct CertificateRead: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Make a record of files: PKCS#12, or PEM of certificates and a key.",
        discussion: """
            Prints the record as `coffer subject add --to` reads it; nothing is stored, and no vault is needed. \
            A private key goes into a pipe or file and never onto a terminal. A passphrase is asked for where one is \
            needed, or read as one line of standard input.
            """)

    @Argument(help: ArgumentHelp("One PKCS#12 file, or files of PEM.", valueName: "file"))
    var files: [String]

    func run() throws {
        var content: [UInt8] = []
        defer { content.wipe() }
        for file in files {
            var one = try GivenInput.bytes(from: file, "")
            defer { one.wipe() }
            content += one
            // Whatever ends a file of PEM, the next one begins a line.
            if content.first != 0x30 { content.append(10) }
        }
        // DER begins with the tag of a sequence; PEM is text.
        let isPEM = content.first != 0x30
        let isEncrypted = !isPEM || content.firstRange(of: Array("BEGIN ENCRYPTED ".utf8)) != nil
        var passphrase = isEncrypted ? try Passphrase.read("Passphrase of the key: ") : nil
        defer { passphrase?.wipe() }
        try Crypto.start()
        let bundle: KeyBundle
        do throws(BadValue) {
            bundle =
                isPEM
                ? try KeyBundle(pem: content, passphrase: passphrase)
                : try KeyBundle(pkcs12: content, passphrase: passphrase ?? [])
        } catch { throw VaultError(.badValue, rule: error.rule) }
        try Self.write(bundle)
    }

    private static func write(_ bundle: borrowing KeyBundle) throws(VaultError) {
        var fields: [String: JSON] = ["pem": .string(bundle.certificate.pem)]
        if !bundle.chain.isEmpty { fields["chain"] = .string(bundle.chain.map(\.pem).joined()) }
        if let key = bundle.privateKey {
            guard isatty(STDOUT_FILENO) != 1 else {
                throw VaultError(.usage, "this prints a private key: send it into a pipe, or a file of yours")
            }
            fields["private_key"] = .string(key)
        }
        let record: JSON = ["class": "certificate", "fields": .object(fields)]
        print(record.text)
    }
}
