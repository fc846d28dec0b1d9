import Testing

/// Proofs cannot be made, copied, reused, looked into or printed, not even within this package (architecture.md §4, P-33).
///
/// Each refusal stands beside the same lines done right.
@Suite(.enabled(if: Snippet.canCompile, "needs swiftc and the built modules"))
struct ProofTests {
    /// Lines that must not compile, the reason that the compiler must give, and their twin that must.
    struct Forgery: Sendable, CustomTestStringConvertible {
        let what: String
        let parameters: String
        let lines: String
        let reason: String
        let control: String

        var testDescription: String { what }
    }

    private static let open = "_ fields: Fields, _ grant: consuming Grant, _ charter: Charter"
    private static let opening = "_ = try? fields.open(grant, [:], charter, labels: nil)"
    private static let two =
        "_ unseen: consuming Unseen, _ other: consuming Unseen, _ a: consuming Receipt, _ b: consuming Receipt"

    static let forgeries: [Forgery] = [
        Forgery(
            what: "a grant made without a decision",
            parameters: "_ request: Request, _ by: ActorID, _ charter: Digest",
            lines: "_ = Grant(request, of: charter, to: by, cells: [])",
            reason: "'Grant' initializer is inaccessible",
            control: "_ = (request, by, charter)"),
        Forgery(
            what: "a decision made by hand", parameters: "",
            lines: "_ = Decision(grant: nil, denials: [], alarm: false)",
            reason: "'Decision' initializer is inaccessible",
            control: "_ = Denial.self"),
        Forgery(
            what: "a grant taken past takeGrant", parameters: "_ decision: consuming Decision",
            lines: "_ = decision.grant", reason: "'grant' is inaccessible",
            control: "_ = decision.takeGrant()"),
        Forgery(
            what: "a receipt without a ledger", parameters: "_ receipt: consuming Receipt",
            lines:
                "_ = Receipt(request: receipt.request, log: 1, sequences: receipt.sequences, time: receipt.time)",
            reason: "'Receipt' initializer is inaccessible", control: "_ = receipt.sequences"),
        Forgery(
            what: "an unseen value without opening",
            parameters: "_ grant: consuming Grant, _ buffer: consuming LockedBuffer",
            lines: "_ = Unseen(grant, [], buffer)", reason: "'Unseen' initializer is inaccessible",
            control: "_ = grant.cells"),
        Forgery(
            what: "a grant used twice", parameters: open, lines: opening + "\n" + opening,
            reason: "'grant' consumed more than once", control: opening),
        Forgery(
            what: "a grant copied", parameters: "_ grant: borrowing Grant",
            lines: "let copy = grant; _ = copy",
            reason: "'grant' is borrowed and cannot be consumed", control: "_ = grant.request"),
        Forgery(
            what: "values revealed twice", parameters: two,
            lines: "_ = unseen.reveal(for: a)\n_ = unseen.reveal(for: b)",
            reason: "'unseen' consumed more than once",
            control: "_ = unseen.reveal(for: a)\n_ = other.reveal(for: b)"),
        Forgery(
            what: "a receipt used twice", parameters: two,
            lines: "_ = unseen.reveal(for: a)\n_ = other.reveal(for: a)",
            reason: "'a' consumed more than once",
            control: "_ = unseen.reveal(for: a)\n_ = other.reveal(for: b)"),
        Forgery(
            what: "values revealed without a receipt", parameters: two, lines: "_ = unseen.reveal()",
            reason: "missing argument for parameter 'for'", control: "_ = unseen.reveal(for: a)"),
        Forgery(
            what: "values compared without a receipt", parameters: two,
            lines: "_ = unseen.compare { _ in [] }",
            reason: "missing argument for parameter", control: "_ = unseen.compare(for: a) { _ in [] }"),
        Forgery(
            what: "opened values looked at", parameters: two, lines: "_ = unseen.contents",
            reason: "'contents' is inaccessible", control: "_ = unseen.outcomes"),
        Forgery(
            what: "the buffer behind them", parameters: two, lines: "_ = unseen.buffer",
            reason: "'buffer' is inaccessible", control: "_ = unseen.request"),
        Forgery(
            what: "values opened without a grant", parameters: open,
            lines: "_ = try? fields.open([:], charter, labels: nil)",
            reason: "missing argument for parameter",
            control: opening),
        Forgery(
            what: "a key taken out of the keyring", parameters: "_ held: HeldKey", lines: "_ = held.key",
            reason: "'key' is inaccessible", control: "_ = held.record"),
        Forgery(
            what: "a key without a check", parameters: "_ key: consuming SecretKey, _ record: KeyRecord",
            lines: "_ = HeldKey(key, record)", reason: "inaccessible",
            control: "_ = record.use"),
    ]

    /// What must not be printed, put into a string, dumped, boxed, copied or collected.
    static let secrets = ["SecretKey", "LockedBuffer", "Unseen", "Grant", "Receipt", "SigningKey"]

    /// How one would leak a value.
    private static let leaks = [
        "print(it)", "_ = \"\\(it)\"", "_ = String(describing: it)", "_ = String(reflecting: it)", "dump(it)",
        "let box: Any = it; _ = box", "_ = [it]", "_ = Mirror(reflecting: it)", "debugPrint(it)",
        "var text = \"\"; print(it, to: &text)", "_ = it as Any",
    ]

    private func check(_ forgery: Forgery) throws {
        let control = try Snippet.compile(forgery.control, forgery.parameters)
        #expect(control.succeeded, "the control: \(control.errors)")
        let forged = try Snippet.compile(forgery.lines, forgery.parameters)
        #expect(!forged.succeeded, "it compiled")
        let said = forgery.reason.isEmpty || forged.errors.contains { $0.contains(forgery.reason) }
        #expect(said, "\(forged.errors)")
    }

    @Test(arguments: forgeries) func `no proof can be forged or used again`(_ forgery: Forgery) throws {
        try check(forgery)
    }

    @Test(arguments: secrets) func `nothing secret can be printed, boxed or collected`(_ type: String) throws
    {
        let outcome = try Snippet.compile(Self.leaks.joined(separator: "\n"), "_ it: borrowing \(type)")
        #expect(!outcome.succeeded)
        for (place, leak) in Self.leaks.enumerated() {
            #expect(outcome.lines.contains(place), "\(leak) compiled")
        }
        let control = try Snippet.compile("_ = \(type).self", "_ it: borrowing \(type)")
        #expect(control.succeeded, "\(control.errors)")
    }

    @Test(arguments: secrets) func `nothing secret can be copied`(_ type: String) throws {
        let outcome = try Snippet.compile("let copy = it; _ = copy", "_ it: borrowing \(type)")
        #expect(outcome.errors.contains { $0.contains("'it' is borrowed and cannot be consumed") })
        let control = try Snippet.compile("let moved = it; _ = moved", "_ it: consuming \(type)")
        #expect(control.succeeded, "\(control.errors)")
    }
}
