public import CofferModel

/// A clear value of the addressed subject, which no message to anybody may hold.
public struct ScannedValue: Hashable, Sendable {
    /// The field's numbers, which are all that an answer names.
    public let number: FieldNumber
    /// The field's type.
    public let type: FieldType
    /// The canonical bytes.
    public let bytes: [UInt8]

    /// Takes a value to look for.
    public init(number: FieldNumber, type: FieldType, bytes: [UInt8]) {
        self.number = number
        self.type = type
        self.bytes = bytes
    }
}

/// Looks for one subject's values in messages before they leave (S2-13, B18).
///
/// It is the last gate, not the first: slots and their kinds keep values out, the scan finds what a template,
/// a text slot or a mistake let through. `docs/concepts/notices.md` says what it finds and what it does not.
public struct LeakScan: Sendable {
    private let numbers: [FieldNumber]
    private let patterns: Patterns
    private let sieve: Sieve

    /// Prepares the values once, for any number of messages.
    ///
    /// A value that every notice of the kind shows, as the amount of an invoice, is for the caller to leave
    /// out.
    ///
    /// - Parameter values: the clear values of one subject.
    public init(for values: [ScannedValue]) {
        let numbers = Set(values.map(\.number)).sorted()
        let owners = Dictionary(uniqueKeysWithValues: zip(numbers, numbers.indices))
        var builder = PatternBuilder()
        for value in values {
            builder.begin(owner: owners[value.number] ?? 0)
            Needles.add(value, to: &builder)
        }
        self.numbers = numbers
        patterns = builder.patterns
        sieve = Sieve(SieveSlots(patterns))
    }

    /// The fields whose values stand in a message, in one of the forms a reader or program could undo.
    ///
    /// A value may begin in one part and end in the next; the second is named then.
    ///
    /// - Parameter message: what would leave.
    /// - Returns: each field once for each part, in the order of the parts, then of the numbers.
    public func findings(in message: OutboundMessage) -> [Finding] { findings(in: message, nil) }

    /// These findings and those of ``Detection``, for the price of reading the message once.
    ///
    /// - Parameters:
    ///   - message: what would leave.
    ///   - allowed: texts that the message shows by right, which no detector sees; see ``Detection``. The
    ///     subject's values are looked for in them like everywhere.
    /// - Returns: for each part its fields, then its detectors.
    public func findings(in message: OutboundMessage, allowing allowed: [String]) -> [Finding] {
        findings(in: message, Blanks(allowed))
    }

    /// The fields whose values stand anywhere in a message, ascending, each once.
    package func fields(in message: OutboundMessage) -> [FieldNumber] {
        Set(
            findings(in: message).compactMap { finding in
                if case .field(let number) = finding.cause { number } else { nil }
            }
        ).sorted()
    }

    /// The same answer the slow way, every pattern at every place, to hold the fast one against.
    package func exhaustiveFindings(in message: OutboundMessage) -> [Finding] {
        findings(in: message, nil, isFiltered: false)
    }

    private func findings(
        in message: OutboundMessage, _ blanks: Blanks?, isFiltered: Bool = true
    ) -> [Finding] {
        var findings: [Finding] = []
        // What a part itself says may go on in the next one; what an encoding holds stands alone.
        var outer = Lanes()
        var inner: Lanes?
        let sieve = isFiltered ? sieve : nil
        for (place, part) in message.parts.enumerated() {
            var found = [Bool](repeating: false, count: numbers.count)
            var detected: Set<Detector> = []
            for (reading, text) in Self.readings(of: part).enumerated() {
                var isOutermost = reading == 0
                let blanked = blanks?.blanked(text)
                Layers.read(text) { layer, isHeld in
                    if isOutermost {
                        outer.read(layer.span, for: patterns, sieve, isHeld, &found)
                    } else {
                        if inner == nil { inner = Lanes() }
                        inner?.read(layer.span, for: patterns, sieve, isHeld, &found)
                    }
                    isOutermost = false
                    if let blanks, blanked == nil { Detection.detect(layer, isHeld, blanks, &detected) }
                }
                if let blanks, let blanked {
                    Layers.read(blanked) { Detection.detect($0, $1, blanks, &detected) }
                }
            }
            let causes =
                zip(numbers, found).filter(\.1).map { Finding.Cause.field($0.0) }
                + detected.sorted().map { .detector($0) }
            findings += causes.map { Finding(cause: $0, part: place, kind: part.kind) }
        }
        return findings
    }

    /// A part as it is, and HTML also as its reader sees it.
    static func readings(of part: OutboundPart) -> [[UInt8]] {
        part.kind == .html ? [part.bytes, MarkupText.of(part.bytes)] : [part.bytes]
    }
}
