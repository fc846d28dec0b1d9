/// Search for bytes in bytes, in time linear in both (Knuth, Morris and Pratt).
enum Search {
    /// Whether one array stands in another; the empty one stands nowhere.
    static func contains(_ needle: [UInt8], in hay: [UInt8]) -> Bool {
        !positions(of: needle, in: hay, most: 1).isEmpty
    }

    /// Where one array begins in another, the first so many places.
    static func positions(of needle: [UInt8], in hay: [UInt8], most: Int) -> [Int] {
        guard !needle.isEmpty, needle.count <= hay.count else { return [] }
        let borders = borders(of: needle)
        var found: [Int] = []
        var matched = 0
        for place in hay.indices {
            while matched > 0, hay[place] != needle[matched] { matched = borders[matched - 1] }
            if hay[place] == needle[matched] { matched += 1 }
            if matched == needle.count {
                found.append(place + 1 - needle.count)
                if found.count == most { return found }
                matched = borders[matched - 1]
            }
        }
        return found
    }

    private static func borders(of needle: [UInt8]) -> [Int] {
        var borders = Array(repeating: 0, count: needle.count)
        var length = 0
        for place in needle.indices.dropFirst() {
            while length > 0, needle[place] != needle[length] { length = borders[length - 1] }
            if needle[place] == needle[length] { length += 1 }
            borders[place] = length
        }
        return borders
    }
}
