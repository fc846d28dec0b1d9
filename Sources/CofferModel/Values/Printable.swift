extension Unicode.Scalar {
    /// Neither a control nor a direction mark, a line or paragraph separator, private, nor unassigned.
    ///
    /// The joiners U+200C and U+200D, and variation selectors, are kept: some scripts and emoji need them.
    package var isPrintable: Bool {
        guard !isASCII else { return 32...126 ~= value }
        return switch properties.generalCategory {
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .format: value == 0x200C || value == 0x200D
        default: true
        }
    }
}
