/// The languages in which a notice can write days and amounts.
enum Language: String, CaseIterable, Sendable {
    case bg, en, kk, ru
}
