package import CofferCharter
import CofferCrypto
import CofferForms
package import CofferLedger
package import CofferModel
package import CofferStore

/// Opened values that nobody has seen: readable only against the ledger's receipt for the same request.
///
/// Move-only, so it cannot be printed, kept or revealed twice. Its values live in one locked buffer, wiped at its end.
package struct Unseen: ~Copyable {
    /// What was done for one cell of the grant.
    package struct Outcome: Sendable {
        /// The cell as it was granted.
        package let cell: Cell
        /// Why there is no value, or nil when there is one.
        package let failure: Code?
    }

    enum Content: Sendable {
        /// A value in the buffer, to be shown in clear.
        case clear(Range<Int>, FieldType)
        /// A value in the buffer, to be cut.
        case mask(Range<Int>, FieldType, MaskRule)
        /// A masked form in the buffer, to be cut to a coarser one.
        case cut(Range<Int>, from: MaskRule, to: MaskRule)
        /// The same text for every value, a label, or an answer by yes or no.
        case fixed(JSON)
        case failed(Code)
        /// A value that no store has: whoever hands the others over has it too.
        case entrusted
    }

    /// The request that all of it belongs to.
    package let request: RequestID
    let action: Action
    let cells: [Cell]
    let contents: [Content]
    /// The labels among them that a table keeps: to be stored with the message they leave in, and with none else.
    package let issued: [IssuedRow]
    private let buffer: LockedBuffer

    init(
        _ grant: consuming Grant, _ contents: [Content], _ buffer: consuming LockedBuffer, issued: [IssuedRow]
    ) {
        self.issued = issued
        request = grant.request
        action = grant.action
        cells = grant.cells
        self.contents = contents
        self.buffer = buffer
    }

    /// What to write in the ledger: which cells were opened and which could not be, never what they hold.
    package var outcomes: [Outcome] {
        zip(cells, contents).map { cell, content in
            if case .failed(let code) = content {
                Outcome(cell: cell, failure: code)
            } else {
                Outcome(cell: cell, failure: nil)
            }
        }
    }

    /// Ends the way of these values: each in its granted form.
    ///
    /// - Parameter receipt: the ledger's proof that this very request is recorded; any other is a bug, and traps.
    /// - Returns: one answer a cell, in the grant's order.
    package consuming func reveal(for receipt: consuming Receipt) -> [Answer] {
        precondition(receipt.request == request, "a receipt of another request reveals nothing")
        precondition(action != .scan, "a scan answers field numbers only")
        precondition(action != .deliver && action != .sign, "what is delivered is answered to nobody")
        var answers: [Answer] = []
        for (cell, content) in zip(cells, contents) {
            answers.append(Answer(ask: cell.ask, result: answer(content, cell.form ?? .verified)))
        }
        return answers
    }

    /// Lends the clear values of a scan to a comparison that answers field numbers and nothing else.
    ///
    /// - Parameters:
    ///   - receipt: the ledger's proof that the scan is recorded; any other is a bug, and traps.
    ///   - compare: the pure comparison.
    /// - Returns: what the comparison answered.
    package consuming func compare(
        for receipt: consuming Receipt, _ compare: ([(FieldNumber, FieldType, [UInt8])]) -> [FieldNumber]
    ) -> [FieldNumber] {
        precondition(receipt.request == request, "a receipt of another request reveals nothing")
        precondition(action == .scan, "only a scan compares")
        var values: [(FieldNumber, FieldType, [UInt8])] = []
        for (cell, content) in zip(cells, contents) {
            guard case .clear(let range, let type) = content, let number = cell.number else { continue }
            values.append((number, type, buffer.copy(range)))
        }
        return compare(values)
    }

    /// Lends the values to whoever takes them to a connector or an envelope, or signs with them, as bytes in locked memory.
    ///
    /// - Parameters:
    ///   - receipt: the ledger's proof that the delivery is recorded; any other is a bug, and traps.
    ///   - take: takes what it needs to a place that is wiped like this one, which is gone when it returns.
    /// - Returns: what `take` returns.
    /// - Throws: what `take` throws.
    package consuming func hand<Result: ~Copyable, Failure: Error>(
        for receipt: consuming Receipt, _ take: (borrowing Handed) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(receipt.request == request, "a receipt of another request hands nothing over")
        precondition(action == .deliver || action == .sign, "only what is delivered is handed over")
        var ranges: [Int: Range<Int>] = [:]
        for (cell, content) in zip(cells, contents) {
            if case .clear(let range, _) = content { ranges[cell.ask] = range }
        }
        return try take(Handed(buffer, ranges))
    }

    private borrowing func answer(_ content: Content, _ form: Form) -> Answer.Result {
        switch content {
        case .clear(let range, let type): .value(form, Shown.json(buffer.copy(range), as: type))
        case .mask(let range, let type, let rule):
            .value(form, .string(rule.apply(to: buffer.copy(range), as: type)))
        case .cut(let range, let finest, let rule):
            Self.cut(String(decoding: buffer.copy(range), as: UTF8.self), from: finest, to: rule, form)
        case .fixed(let json): .value(form, json)
        case .failed(let code): .denied(code)
        case .entrusted: .denied(.connectorOnly)
        }
    }

    private static func cut(_ text: String, from finest: MaskRule, to rule: MaskRule, _ form: Form)
        -> Answer.Result
    {
        guard rule != finest else { return .value(form, .string(text)) }
        return finest.cut(text, to: rule).map { .value(form, .string($0)) } ?? .denied(.roleDenied)
    }
}
