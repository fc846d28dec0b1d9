import Coffer
import CofferModel
import FoundationEssentials
import Glibc

/// A directory of its own for the tour, which only its owner can enter, and what an attacker does to files in it.
struct Scratch {
    let path: String

    var vault: String { path + "/vault" }
    var anchors: String { path + "/anchors" }

    init() throws(VaultError) {
        let base = environment("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array("\(base)/coffer-demo.XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { throw VaultError(.unavailable, "no directory could be made for the tour") }
        path = made
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    func copy(_ from: String, to: String) throws {
        if FilePaths.exists(to) { try FileManager.default.removeItem(atPath: to) }
        try FileManager.default.copyItem(atPath: from, toPath: to)
    }

    func move(_ from: String, to: String) throws {
        try FileManager.default.moveItem(atPath: from, toPath: to)
    }

    /// A key file in a directory that nobody else can reach.
    func privateCopy(ofKey file: String) throws -> String {
        let directory = path + "/key"
        guard unsafe mkdir(directory, 0o700) == 0 else {
            throw VaultError(.unavailable, "no directory could be made for the tour")
        }
        try copy(file, to: directory + "/root.key")
        guard unsafe chmod(directory + "/root.key", 0o600) == 0 else {
            throw VaultError(.unavailable, "the key file's mode could not be set")
        }
        return directory + "/root.key"
    }

    /// Every file of the vault's directory, by its path.
    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: vault).map { vault + "/" + $0 }.filter { path in
            (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType)
                == .typeRegular
        }.sorted()
    }

    func bytes(of file: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw VaultError(.unavailable, "a file of the tour could not be read")
        }
        return Array(data)
    }

    /// Changes one byte in place.
    func flip(_ offset: Int, of file: String) throws(VaultError) {
        let handle = unsafe open(file, O_RDWR | O_CLOEXEC)
        var byte: UInt8 = 0
        defer { close(handle) }
        guard handle >= 0, unsafe pread(handle, &byte, 1, offset) == 1 else {
            throw VaultError(.unavailable, "a file of the tour could not be read")
        }
        byte ^= 0x01
        guard unsafe pwrite(handle, &byte, 1, offset) == 1 else {
            throw VaultError(.unavailable, "a file of the tour could not be written")
        }
    }
}

/// Looking for bytes in bytes, as a thief does.
enum Searching {
    static func places(of needle: [UInt8], in haystack: [UInt8]) -> [Int] {
        guard let first = needle.first, haystack.count >= needle.count else { return [] }
        var places: [Int] = []
        for start in 0...(haystack.count - needle.count) where haystack[start] == first {
            if haystack[start..<(start + needle.count)].elementsEqual(needle) { places.append(start) }
        }
        return places
    }

    /// Lines of offset, sixteen bytes and their letters.
    static func dump(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 16) {
            let line = bytes[start..<min(start + 16, bytes.endIndex)]
            let hex = line.map { String(Int($0) + 0x100, radix: 16).suffix(2) }.joined(separator: " ")
            let shown = line.map { 32...126 ~= $0 ? String(UnicodeScalar($0)) : "." }.joined()
            let place = String(start + 0x1_0000_0000, radix: 16).suffix(8)
            text += "\(place)  \(hex)  |\(shown)|\n"
        }
        return text
    }
}
