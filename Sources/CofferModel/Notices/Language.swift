/// The languages in which a notice can write days, amounts and counts.
package enum Language: String, Hashable, Sendable, CaseIterable {
    case bg, en, kk, ru
}
