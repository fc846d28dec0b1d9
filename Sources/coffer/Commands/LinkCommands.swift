import ArgumentParser
import Coffer
import CofferModel

/// `coffer notice link`: what the token of a link stands for.
struct NoticeLink: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Tell what the token of a link in a message stands for.",
        discussion: """
            The token is one line of standard input, or of --from; the whole link will do. It stays good until its time \
            is over; one that works once is used up by the answer. A miss counts like a hit, and says not why.
            """)

    @OptionGroup var one: OneToken

    func run() async throws {
        let found = try await one.handIn("notice link") { (door, token) throws(VaultError) in
            try await door.link(token)
        }
        one.output.print(found.json) { found.words }
    }
}

/// `coffer notice unsubscribe`: the way out of advertising, taken.
struct NoticeUnsubscribe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsubscribe", abstract: "End advertising by the token of a message that had it.",
        discussion: """
            The token is one line of standard input, or of --from; the whole link will do. What it ends is what the \
            message was for. Handed in again it changes nothing and is no error.
            """)

    @OptionGroup var one: OneToken

    func run() async throws {
        let purpose = try await one.handIn("notice unsubscribe") { (door, token) throws(VaultError) in
            try await door.unsubscribe(token)
        }
        one.output.print(["purpose": .string(purpose.rawValue)]) { "\(purpose.rawValue) has ended.\n" }
    }
}

/// The token of a message that is handed in.
struct OneToken: ParsableArguments {
    @OptionGroup var input: InputOptions
    @OptionGroup var session: SessionOptions
    @OptionGroup var vault: DoorOptions
    @OptionGroup var output: OutputOptions

    func handIn<Answer: Sendable>(
        _ verb: String, _ act: @Sendable (any Door, String) async throws(VaultError) -> Answer
    ) async throws -> Answer {
        let token = try input.token()
        return try await vault.enter(verb) { entrance in
            try await act(entrance.door(session.asking()), token)
        }
    }
}

extension ResolvedLink {
    fileprivate var words: String {
        """
        subject    \(subject)
        record     \(record.map(\.description) ?? "none of his")
        recipient  \(recipient ?? "the customer")
        kind       \(kind)
        use        \(use.rawValue)
        until      \(until)

        """
    }
}
