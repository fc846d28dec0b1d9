import ArgumentParser
import Coffer
import CofferModel

struct CertificateRequest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Ask for another certificate of a stored key: PKCS#10, signed with it.",
        discussion: "Subject and other names are those of the certificate. The key does not leave the vault.")

    @Argument(help: ArgumentHelp("The record of the certificate and its key.", valueName: "record"))
    var record: RecordID

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let pem = try await vault.enter("certificate request") { entrance in
            try await entrance.door(session.asking()).certificateRequest(for: record)
        }
        output.print(["request": .string(pem)]) { pem }
    }
}

struct CertificateProve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Prove by a signature that the key of a certificate is here.",
        discussion: """
            Signed is not the challenge by itself, but 64 spaces, the words "Coffer, answer to a challenge", a zero \
            byte, and then the challenge. The signature is printed in base64.
            """)

    @Argument(help: ArgumentHelp("The record of the certificate and its key.", valueName: "record"))
    var record: RecordID

    @Option(help: ArgumentHelp("16 to 256 bytes in hexadecimal, of whoever wants to know.", valueName: "hex"))
    var challenge: String

    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let bytes = Hex.decode(challenge.utf8) else {
            throw VaultError(.usage, "--challenge takes hexadecimal digits")
        }
        let signature = try await vault.enter("certificate prove") { entrance in
            try await entrance.door(session.asking()).prove(bytes, with: record)
        }
        let text = Base64.encode(signature)
        output.print(["signature": .string(text)]) { text + "\n" }
    }
}
