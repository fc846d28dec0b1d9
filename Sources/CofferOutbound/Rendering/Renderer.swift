package import CofferModel

/// Fills the slots of a notice: values in, one message or one refusal out.
package enum Renderer {
    /// Renders subject and body in a language, the body as text and as HTML that says the same.
    ///
    /// Values are inert: a value that looks like a slot, a header, a tag or a line of its own stays the text it
    /// is, or is refused. There is no partial result.
    ///
    /// - Parameters:
    ///   - subject: the subject line.
    ///   - body: the text.
    ///   - language: `bg`, `en`, `kk` or `ru`.
    ///   - slots: a value for each slot of the two templates, and for no other.
    /// - Returns: the notice.
    /// - Throws: why there is none.
    package static func render(
        subject: Template, body: Template, language: String, slots: [String: SlotValue]
    ) throws(NoticeRefused) -> RenderedNotice {
        guard let tongue = Language(rawValue: language) else { throw .language }
        let wanted = subject.slots.union(body.slots)
        guard wanted.isSuperset(of: slots.keys) else { throw .unknownSlot }
        guard wanted.isSubset(of: slots.keys) else { throw .missingSlot }
        guard isClean(subject, lines: false), isClean(body, lines: true) else { throw .template }
        var filled: [String: FilledSlot] = [:]
        for (name, value) in slots { filled[name] = try SlotText.filled(value, in: tongue) }
        let line = subject.pieces.map { $0.text(filled) ?? "–" }.joined()
        let paragraphs = Paragraphs(body, filled)
        let notice = RenderedNotice(
            language: language, subject: line, body: paragraphs.text,
            html: paragraphs.html(title: line, in: tongue),
            links: filled.sorted { $0.key < $1.key }.filter(\.value.isLink).map(\.value.text),
            filled: filled.mapValues(\.text))
        guard notice.subject.unicodeScalars.count <= Limits.noticeSubjectScalars,
            notice.body.utf8.count <= Limits.noticeBodyBytes,
            notice.html.utf8.count <= DeliveryLimits.htmlBytes
        else { throw .length }
        return notice
    }

    private static func isClean(_ template: Template, lines: Bool) -> Bool {
        template.pieces.allSatisfy { piece in
            guard case .text(let text) = piece else { return true }
            return text.unicodeScalars.allSatisfy { $0.isPrintable || lines && ($0 == "\n" || $0 == "\t") }
        }
    }
}

/// What a slot was filled with.
struct FilledSlot: Hashable {
    let text: String
    let isLink: Bool
}

extension Template.Piece {
    /// What stands here; nil for a slot with nothing to show.
    func text(_ filled: [String: FilledSlot]) -> String? {
        switch self {
        case .text(let text): text
        case .slot(let name): filled[name]?.text
        }
    }
}
