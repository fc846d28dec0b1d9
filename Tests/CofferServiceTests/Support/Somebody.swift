import CofferModel
import CofferTesting
import Foundation
import Glibc

/// Another user of the host, whom only root can be.
enum Somebody {
    static let uid: UInt32 = 64242

    static let isPossible =
        geteuid() == 0
        && ["/usr/bin/setpriv", "/usr/bin/curl"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: $0)
        }

    /// Lets this user's group as far as the socket.
    static func letIn(_ service: TestService) {
        unsafe chmod(service.directory.path, 0o711)
        unsafe chown(service.socket, 0, uid)
    }

    /// What curl prints when this user runs it.
    static func curl(_ service: TestService, _ arguments: [String]) async -> String {
        let socket = service.socket
        return await apart {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments =
                [
                    "--reuid=\(uid)", "--regid=\(uid)", "--clear-groups", "curl", "-s", "--max-time", "20",
                    "--unix-socket", socket,
                ] + arguments
            let output = Pipe()
            process.standardOutput = output
            do { try process.start() } catch { return "" }
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Asks as this user.
    static func ask(
        _ service: TestService, _ method: String, _ path: String, _ headers: [String] = [],
        body: String? = nil
    ) async -> (status: Int, json: JSON?) {
        var arguments = ["-X", method, "-w", "\n%{http_code}"] + headers.flatMap { ["-H", $0] }
        if let body { arguments += ["-H", "Content-Type: application/json", "-d", body] }
        let text = await curl(service, arguments + ["http://coffer\(path)"])
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        let json = try? JSON(reading: Array(parts.dropLast().joined(separator: "\n").utf8))
        return (Int(parts.last ?? "") ?? 0, json)
    }
}
