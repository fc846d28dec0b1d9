import CofferSQLite
import CofferTesting
import Foundation
import Testing

@Suite struct DirectoryLockTests {
    @Test func `one holds a directory, and the second is told who`() throws {
        let directory = try TemporaryDirectory()
        let first = try DirectoryLock(directory: directory.path, activity: "coffer serve")
        do throws(DirectoryLock.Failure) {
            _ = try DirectoryLock(directory: directory.path, activity: "coffer verify")
            Issue.record("two hold the directory")
        } catch {
            guard case .held(let holder) = error else { throw error }
            #expect(holder?.pid == ProcessInfo.processInfo.processIdentifier)
            #expect(holder?.activity == "coffer serve")
        }
        withExtendedLifetime(first) {}
    }

    @Test func `a service's whole socket path is told`() throws {
        let directory = try TemporaryDirectory()
        let activity = "coffer serve /" + String(repeating: "s", count: 106)
        let first = try DirectoryLock(directory: directory.path, activity: activity)
        do throws(DirectoryLock.Failure) {
            _ = try DirectoryLock(directory: directory.path, activity: "coffer verify")
            Issue.record("two hold the directory")
        } catch {
            guard case .held(let holder) = error else { throw error }
            #expect(holder?.activity == activity)
        }
        withExtendedLifetime(first) {}
    }

    @Test func `a lock goes with its holder, even one that was killed`() throws {
        let directory = try TemporaryDirectory()
        _ = try DirectoryLock(directory: directory.path, activity: "coffer init")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "flock", "--no-fork", directory.file("lock"), "sh", "-c", "echo held; exec sleep 60",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.start()
        _ = try output.fileHandleForReading.read(upToCount: 5)
        #expect(throws: DirectoryLock.Failure.self) {
            try DirectoryLock(directory: directory.path, activity: "coffer serve")
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        _ = try DirectoryLock(directory: directory.path, activity: "coffer serve")
    }

    @Test func `a directory that does not exist cannot be locked`() {
        #expect(throws: DirectoryLock.Failure.unavailable(2)) {
            try DirectoryLock(directory: "/nowhere", activity: "coffer serve")
        }
    }
}
