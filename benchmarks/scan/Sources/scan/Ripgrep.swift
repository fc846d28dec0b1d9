import Foundation

/// The same values as fixed strings, looked for by ripgrep: no folding of any kind but case, no encodings.
enum Ripgrep {
    static func measure(needles: [String], in text: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (hay, list) = (folder.appending(path: "text"), folder.appending(path: "needles"))
        try Data(text.utf8).write(to: hay)
        try Data(needles.joined(separator: "\n").utf8).write(to: list)
        for flags in [["-F"], ["-F", "-i"]] {
            let arguments = flags + ["-c", "--no-mmap", "-f", list.path, hay.path]
            var isThere = true
            let time = Scan.best(of: 3) { isThere = run(arguments) && isThere }
            guard isThere else { return print("ripgrep is not installed") }
            let rate = Scan.rate(Double(text.utf8.count) / 1e6 / time)
            print("ripgrep \(flags.joined(separator: " ")), \(needles.count) needles: \(rate)")
        }
    }

    /// Whether it ran; one is its answer for nothing found.
    private static func run(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/rg")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus < 2
    }
}
