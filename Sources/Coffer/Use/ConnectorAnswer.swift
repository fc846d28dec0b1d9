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

    /// Whether texts hold one of the values, where that is not merely a word of the order: whoever noted the order chose
    /// its words, and would learn from the answer which of them is a value.
    private static func repeats(_ scan: LeakScan, in parts: [[UInt8]], of order: OrderFacts?) -> Bool {
        let words = [order?.number, order?.amount, order?.currency].compactMap { $0.map { Array($0.utf8) } }
        let chosen = words.filter { isFound(scan, in: [$0]) }
        return isFound(scan, in: parts.map { part in chosen.reduce(part) { $0.replacing($1, with: [32]) } })
    }

    /// A message that cannot be made is one that cannot be looked through.
    private static func isFound(_ scan: LeakScan, in parts: [[UInt8]]) -> Bool {
        let message = try? OutboundMessage(parts.map { OutboundPart(.text, bytes: $0) })
        return message.map { !scan.fields(in: $0).isEmpty } ?? true
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
