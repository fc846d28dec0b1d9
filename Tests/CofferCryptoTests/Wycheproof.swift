import CofferModel
import Glibc

/// Google's test vectors, read from beside the repository; they are not ours to copy.
enum Wycheproof {
    /// Beside the repository, or beside a folder of its worktrees.
    private static let folder: String? = {
        let parts = #filePath.split(separator: "/").map { String($0) }
        let folders = (4...5).map {
            "/" + (parts.dropLast($0) + ["shared/vectors/wycheproof"]).joined(separator: "/")
        }
        return folders.first { unsafe access("\($0)/aes_gcm_test.json", R_OK) == 0 }
    }()

    /// Whether the vectors are here; where they are not, their tests say that they were skipped.
    static let isPresent = folder != nil

    /// The groups of one file, each with its tests.
    static func groups(_ file: String) throws -> [Group] {
        let json = try JSON(reading: read("\(folder ?? "")/\(file)"))
        return json["testGroups"]?.array?.map { Group(json: $0) } ?? []
    }

    struct Group {
        let json: JSON
        var tests: [Case] { json["tests"]?.array?.map { Case(json: $0) } ?? [] }
        func size(_ name: String) -> Int64? { json[name]?.integer }
    }

    struct Case {
        let json: JSON
        var id: Int64 { json["tcId"]?.integer ?? 0 }
        /// `valid`, `invalid`, or `acceptable` for what may be either.
        var result: String { json["result"]?.string ?? "" }
        func bytes(_ name: String) -> [UInt8] { Hex.decode((json[name]?.string ?? "").utf8) ?? [] }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        struct Unreadable: Error {}
        guard let file = unsafe fopen(path, "r") else { throw Unreadable() }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&part, 1, part.count, file)
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: part[..<count])
        }
    }
}
