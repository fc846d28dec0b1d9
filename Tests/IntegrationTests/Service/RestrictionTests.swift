import CofferTesting
import Foundation
import Testing

/// The restrictions of docs/operating/systemd/coffer.service against what the service does.
@Suite(.serialized) struct RestrictionTests {
    private static let hasTools = ["strace", "systemd-analyze", "curl"].allSatisfy { Tool.path($0) != nil }

    @Test(.enabled(if: hasTools, "strace, systemd or curl is not here"))
    func `what the unit forbids, the service does not need`() throws {
        let served = try ServedHouse(customers: 2, under: ["strace", "-D", "-f", "-qq", "-o", "calls"])
        let headers = ["Coffer-Role": "billing_clerk", "Coffer-Purpose": "billing"]
        let subject = try served.curl.subject(email: Customer.email(1))
        #expect(try served.curl("GET", "/v1/subjects/\(subject)", headers).status == 200)
        for path in ["/metrics", "/readyz", "/openapi.yaml", "/v1/whoami"] {
            #expect(try served.curl("GET", path).status == 200)
        }
        #expect(served.stop().status == 0)
        let calls = try String(contentsOfFile: served.house.path + "/calls", encoding: .utf8)
            .split(separator: "\n")
        let allowed = try Self.allowed()
        let names = Set(calls.compactMap { Self.name($0) })
        #expect(names.count > 20)
        #expect(names.subtracting(allowed).subtracting(Self.refusedWithoutHarm).sorted() == [])
        // MemoryDenyWriteExecute=, RestrictAddressFamilies=, RestrictNamespaces=
        #expect(
            !calls.contains {
                $0.contains("PROT_WRITE|PROT_EXEC") || $0.contains("PROT_READ|PROT_WRITE|PROT_EXEC")
            })
        #expect(!calls.contains { $0.contains(" socket(") && !$0.contains("socket(AF_UNIX") })
        #expect(!calls.contains { $0.contains("CLONE_NEW") })
    }

    /// What fails with EPERM there and is not missed: SQLite gives its files to the directory's owner when it runs as
    /// root; the runtime asks for priorities of its threads.
    private static let refusedWithoutHarm: Set<String> = ["fchown", "setpriority"]

    /// `@system-service` without `@privileged` and `@resources`, as this systemd reads them.
    private static func allowed() throws -> Set<String> {
        let text = try Tool.run("systemd-analyze", ["syscall-filter", "--no-pager"]).out
        var groups: [String: [String]] = [:]
        var group = ""
        for line in text.split(separator: "\n") {
            let word = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("@") {
                group = word
            } else if !word.hasPrefix("#") {
                groups[group, default: []].append(word)
            }
        }
        func calls(_ name: String) -> Set<String> {
            guard name.hasPrefix("@") else { return [name] }
            return (groups[name] ?? []).reduce(into: []) { $0.formUnion(calls($1)) }
        }
        return calls("@system-service").subtracting(calls("@privileged")).subtracting(calls("@resources"))
            .union(calls("@default"))
    }

    /// `1234  openat(AT_FDCWD, …`: the call's name.
    private static func name(_ line: Substring) -> String? {
        let rest = line.drop { $0.isNumber }.drop { $0 == " " }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return !name.isEmpty && rest.dropFirst(name.count).first == "(" ? String(name) : nil
    }
}
