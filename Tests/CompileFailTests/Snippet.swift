import CofferTesting
import Foundation

/// A few lines of Swift that are compiled as if they stood in another module of this package.
struct Snippet {
    /// What the compiler said.
    struct Outcome {
        let succeeded: Bool
        let errors: [String]

        /// The lines of the body, from 0, that have an error of their own.
        var lines: Set<Int> {
            Set(
                errors.compactMap { error in
                    let parts = error.split(separator: ":", maxSplits: 3)
                    return parts.count > 2 ? Int(parts[1]).map { $0 - Snippet.head } : nil
                })
        }
    }

    private static let modulesImported = ["Model", "Crypto", "Charter", "Ledger", "Store", "Fields"]
    /// The number of the body's first line: imports and the function's head stand before it.
    private static let head = modulesImported.count + 2

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Where the built modules lie: beside the test bundle that runs now.
    private static let modules: String? = {
        var place = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<4 {
            let modules = place.appending(path: "Modules")
            if FileManager.default.fileExists(
                atPath: modules.appending(path: "CofferFields.swiftmodule").path)
            {
                return modules.path
            }
            place.deleteLastPathComponent()
        }
        let debug = package.appending(path: ".build/debug/Modules").path
        return FileManager.default.fileExists(atPath: debug + "/CofferFields.swiftmodule") ? debug : nil
    }()

    private static let compiler: String? = {
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return paths.map { $0 + "/swiftc" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Whether there is a compiler, and modules to compile against.
    static var canCompile: Bool { modules != nil && compiler != nil }

    /// Compiles the lines of a function body that imports all modules of the four steps.
    ///
    /// - Parameters:
    ///   - body: what stands in the function.
    ///   - parameters: the function's parameters.
    /// - Returns: what the compiler said; `-emit-sil`, because using a move-only value twice passes the type checker.
    /// - Throws: when the compiler cannot be started.
    static func compile(_ body: String, _ parameters: String = "") throws -> Outcome {
        guard let compiler, let modules else { return Outcome(succeeded: false, errors: ["no compiler"]) }
        let imports = modulesImported.map { "import Coffer\($0)" }
        let source = imports.joined(separator: "\n") + "\nfunc forge(\(parameters)) {\n\(body)\n}\n"
        let file = FileManager.default.temporaryDirectory.appending(path: "forge-\(UUID().uuidString).swift")
        try Data(source.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: compiler)
        process.arguments =
            [
                "-emit-sil", "-o", "/dev/null", "-swift-version", "6", "-package-name", packageName, "-I",
                modules,
            ]
            + moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=" + $0] } + [file.path]
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.start()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let lines = text.split(separator: "\n").map { String($0) }.filter { $0.contains("error: ") }
        return Outcome(succeeded: process.terminationStatus == 0, errors: lines)
    }

    /// The modules of C that ours are built on.
    private static var moduleMaps: [String] {
        let built = modules.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? ""
        let checkout = package.appending(path: ".build/checkouts/Yams/Sources/CYaml/include/module.modulemap")
            .path
        return [
            package.appending(path: "Sources/CSodium/module.modulemap").path,
            package.appending(path: "Sources/COpenSSL/module.modulemap").path,
            built + "/CPlatform.build/module.modulemap", checkout,
        ]
    }

    /// The package's name as the compiler knows it: from its directory.
    private static var packageName: String {
        String(package.lastPathComponent.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }
}
