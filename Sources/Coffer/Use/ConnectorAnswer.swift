import CofferCharter
import CofferModel
import CofferOutbound

/// What of a connector's answer the settings let through.
struct ConnectorAnswer {
    /// The declared members that it has, in short.
    let members: [String: JSON]
    /// Whether one of them held a value that was sent: then none comes back.
    let isWithheld: Bool

    /// Reads an answer: one JSON object; of any other nothing comes back.
    ///
    /// - Parameters:
    ///   - bytes: the answer.
    ///   - names: the declared members.
    ///   - order: what it was for, in the words of who noted it.
    ///   - values: what was sent, looked for in every spelling that the scan of notices knows.
    init(
        _ bytes: [UInt8], keeping names: [String], of order: OrderFacts?,
        without values: @autoclosure () -> [ScannedValue]
    ) {
        let all = (try? JSON(reading: bytes, limit: DeliveryLimits.connectorAnswerBytes))?.object ?? [:]
        let kept = all.filter { names.contains($0.key) && Self.isShort($0.value) }
        // Where nothing comes back, the values need not be read again.
        guard !kept.isEmpty else {
            (members, isWithheld) = ([:], false)
            return
        }
        let parts =
            [JSON.object(kept).canonical] + kept.values.compactMap { $0.string.map { Array($0.utf8) } }
        isWithheld = Self.repeats(LeakScan(for: values()), in: parts, of: order)
        members = isWithheld ? [:] : kept
    }

    /// Whether texts hold one of the values, where that is not merely words of the order: whoever noted the order chose
    /// them, and would learn from the answer which of them are a value, or parts of one.
    private static func repeats(_ scan: LeakScan, in parts: [[UInt8]], of order: OrderFacts?) -> Bool {
        let words = [order?.number, order?.amount, order?.currency].compactMap { $0.map { Array($0.utf8) } }
        let chosen = chosen(scan, of: words)
        return isFound(scan, in: parts.map { part in chosen.reduce(part) { Self.blanked($0, $1) } })
    }

    /// The words that hold a value, by themselves or one after another, as an answer may put them.
    private static func chosen(_ scan: LeakScan, of words: [[UInt8]]) -> Set<[UInt8]> {
        var chosen: Set<[UInt8]> = []
        var sequences: [[[UInt8]]] = [[]]
        for _ in words {
            sequences = sequences.flatMap { sequence in words.map { sequence + [$0] } }
                .filter { chosen.isDisjoint(with: $0) }
            // Each by itself: parts of one message are looked at together.
            let found = sequences.filter { sequence in
                [[], [32]].contains { (space: [UInt8]) in
                    isFound(scan, in: [Array(sequence.joined(separator: space))])
                }
            }
            chosen.formUnion(found.joined())
        }
        return chosen
    }

    /// A text with a word left out, in whichever case it stands there.
    private static func blanked(_ text: [UInt8], _ word: [UInt8]) -> [UInt8] {
        let (small, sought) = (text.map(lowered), word.map(lowered))
        var kept: [UInt8] = []
        var place = 0
        while place < text.count {
            let isWord = small[place...].starts(with: sought)
            kept.append(isWord ? 32 : text[place])
            place += isWord ? sought.count : 1
        }
        return kept
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { 65...90 ~= byte ? byte + 32 : byte }

    /// Whether texts hold a value, read backwards as well.
    ///
    /// A message that cannot be made is one that cannot be looked through.
    private static func isFound(_ scan: LeakScan, in parts: [[UInt8]]) -> Bool {
        [parts, parts.map { $0.reversed() }].contains { parts in
            let message = try? OutboundMessage(parts.map { OutboundPart(.text, bytes: $0) })
            return message.map { !scan.fields(in: $0).isEmpty } ?? true
        }
    }

    private static func isShort(_ value: JSON) -> Bool {
        switch value {
        case .bool, .integer: true
        case .string(let text):
            text.utf8.count <= DeliveryLimits.answerTextBytes
                && text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159 ~= $0.value) }
        case .null, .array, .object: false
        }
    }
}
