/// Letters and signs that look like Latin letters (Unicode Technical Standard 39, for the scripts at hand).
enum Looks {
    /// The Latin letter that a folded letter without marks looks like; itself, when it looks like none.
    static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar { likenesses[scalar] ?? scalar }

    private static let likenesses: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs =
            "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs һh ԁd ӏl ԛq ԝw ьb ғf ҝk қk ү\u{79} ұ\u{79} "
            + "αa οo ρp νv ιi κk ευ υu χx τt ηn βb γy ϲc ϳj օo սu հh ոn ցg զq ȷj ɡg ɑa ʏy ᴏo ᴜu ᴠv ᴡw ᴢz ꜱs"
        var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
        for pair in pairs.split(separator: " ") {
            let scalars = Array(pair.unicodeScalars)
            letters[scalars[0]] = scalars[1]
        }
        letters["ε"] = "e"
        return letters
    }()
}
