import ArgumentParser
import Coffer
import CofferModel

extension LedgerCommand {
    /// `coffer ledger checkpoint`: what somebody outside keeps, so that nobody can take anything back.
    struct Checkpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The newest checkpoint, signed.",
            discussion: "A note that anybody can check with the log's public key; keep it elsewhere.")

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let note = try await vault.enter("ledger checkpoint") { entrance in
                try await entrance.door(session.keeping).checkpoint()
            }
            output.print(["checkpoint": .string(note)]) { note }
        }
    }

    /// `coffer ledger proof`: that a row stands in the ledger, for somebody who has only the log's public key.
    struct Proof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The proof that a row stands in the ledger.",
            discussion: """
                The row, the hashes beside its way to the root, and the checkpoint that names the root (RFC 9162 \
                §2.1.3).
                """)

        @Argument(help: "The row's number in its log.")
        var sequence: UInt64

        @OptionGroup var session: SessionOptions
        @OptionGroup var vault: DoorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let proof = try await vault.enter("ledger proof") { entrance in
                try await entrance.door(session.keeping).proof(of: sequence)
            }
            output.print(proof.json) { proof.words }
        }
    }
}

extension LedgerProof {
    var words: String {
        let way = path.map { "    \($0)\n" }.joined()
        return "Row \(sequence) of \(size) of log \(log):\n\n    \(Printable.text(row))\n\n"
            + "Its way to the root:\n\n\(way)\nThe checkpoint:\n\n\(checkpoint)"
    }
}
