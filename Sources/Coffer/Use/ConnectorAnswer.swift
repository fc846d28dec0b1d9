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
    ///   - values: what was sent, looked for in every spelling that the scan of notices knows.
    init(_ bytes: [UInt8], keeping names: [String], without values: @autoclosure () -> [ScannedValue]) {
        let all = (try? JSON(reading: bytes, limit: DeliveryLimits.connectorAnswerBytes))?.object ?? [:]
        let kept = all.filter { names.contains($0.key) && Self.isShort($0.value) }
        // Where nothing comes back, the values need not be read again.
        guard !kept.isEmpty else {
            (members, isWithheld) = ([:], false)
            return
        }
        let parts =
            [JSON.object(kept).canonical] + kept.values.compactMap { $0.string.map { Array($0.utf8) } }
        let message = try? OutboundMessage(parts.map { OutboundPart(.text, bytes: $0) })
        isWithheld = message.map { !LeakScan(for: values()).fields(in: $0).isEmpty } ?? true
        members = isWithheld ? [:] : kept
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
