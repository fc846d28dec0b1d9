extension String {
    /// The text in pieces of at most so many bytes of UTF-8, each whole scalars; 4 bytes at least.
    func pieces(upTo bytes: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        for scalar in unicodeScalars {
            let next = Array(String(scalar).utf8)
            if pieces[pieces.count - 1].count + next.count > bytes { pieces.append([]) }
            pieces[pieces.count - 1] += next
        }
        return pieces
    }
}
