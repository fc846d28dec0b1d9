/// What one subject's values look and sound like.
struct Patterns {
    var look = PatternSet()
    var sound = PatternSet()
    var digits = PatternSet()
}
