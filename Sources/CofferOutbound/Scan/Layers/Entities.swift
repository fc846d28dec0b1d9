/// Named characters of HTML (HTML Living Standard §13.5): signs, Cyrillic, and Latin letters with marks.
enum Entities {
    /// The UTF-8 that a name stands for.
    static func plain(_ name: String) -> [UInt8]? { table[name] }

    private static let table: [String: [UInt8]] = {
        var names: [String: String] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "shy": "",
            "commat": "@", "period": ".", "dot": ".", "hyphen": "-", "dash": "-", "colon": ":", "sol": "/",
            "bsol": "\\", "lowbar": "_", "plus": "+", "num": "#", "percnt": "%", "equals": "=", "comma": ",",
            "semi": ";", "lpar": "(", "rpar": ")", "zwj": "", "zwnj": "", "zwsp": "", "lrm": "", "rlm": "",
            "ensp": " ", "emsp": " ", "thinsp": " ", "Tab": "\t", "NewLine": "\n", "ndash": "–",
            "mdash": "—", "szlig": "ß", "aelig": "æ", "AElig": "Æ", "oslash": "ø", "Oslash": "Ø",
            "lstrok": "ł", "Lstrok": "Ł", "imath": "ı", "inodot": "ı",
        ]
        let cyrillic =
            "Acy Bcy Vcy Gcy Dcy IEcy ZHcy Zcy Icy Jcy Kcy Lcy Mcy Ncy Ocy Pcy Rcy Scy Tcy Ucy Fcy KHcy TScy "
            + "CHcy SHcy SHCHcy HARDcy Ycy SOFTcy Ecy YUcy YAcy"
        for (place, name) in cyrillic.split(separator: " ").enumerated() {
            names[String(name)] = scalar(0x410 + place)
            names[name.lowercased()] = scalar(0x430 + place)
        }
        names["IOcy"] = "Ё"
        names["iocy"] = "ё"
        names["Iukcy"] = "І"
        names["iukcy"] = "і"
        let marks = [
            "grave": 0x300, "acute": 0x301, "circ": 0x302, "tilde": 0x303, "uml": 0x308, "ring": 0x30A,
            "caron": 0x30C, "cedil": 0x327, "macr": 0x304, "breve": 0x306,
        ]
        for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" {
            for (mark, value) in marks { names["\(letter)\(mark)"] = "\(letter)" + scalar(value) }
        }
        return names.mapValues { Array($0.utf8) }
    }()

    private static func scalar(_ value: Int) -> String {
        Unicode.Scalar(UInt32(value)).map { String(Character($0)) } ?? ""
    }
}
