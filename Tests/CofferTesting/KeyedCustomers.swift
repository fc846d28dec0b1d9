import Foundation

/// Sample customers beside the project with a private key for every second certificate, as the script beside them makes
/// them; neither is part of the repository.
package enum KeyedCustomers {
    /// Where both are, above the project; nil where they are not.
    package static let folder: String? = {
        var place = URL(filePath: #filePath)
        while place.path != "/" {
            place.deleteLastPathComponent()
            let folder = place.appending(path: "shared/data").path
            if FileManager.default.fileExists(atPath: folder + "/add_keys.py") { return folder }
        }
        return nil
    }()

    /// The lines; none where Python or its package `cryptography` is missing.
    package static func lines() async -> [[UInt8]] {
        guard let folder else { return [] }
        let made = try? await OpenSSL.make(
            program: "python3 '\(folder)/add_keys.py' < '\(folder)/customers.jsonl' > keyed.jsonl", [""])
        return (made?["keyed.jsonl"] ?? []).split(separator: 10).map { Array($0) }
    }
}
