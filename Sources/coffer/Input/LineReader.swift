import Coffer
import CofferModel
import Glibc

/// The lines of a file or pipe, one at a time; a line beyond the limit costs no more memory than the limit.
struct LineReader: ~Copyable {
    /// How long it takes at most until a cancelled task is noticed, in milliseconds.
    private static let patience: Int32 = 200
    private let file: Int32
    private var chunk = [UInt8](repeating: 0, count: 65_536)
    private var place = 0
    private var filled = 0
    private var atEnd = false
    private var number = 0

    /// The file's size, when it has one.
    let size: Int64?
    private var read: Int64 = 0
    /// How many bytes were handed out.
    var done: Int64 { read - Int64(filled - place) }

    init(_ path: String) throws(VaultError) {
        let file = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw VaultError(.usage, "the file cannot be opened") }
        var status = stat()
        let isKnown = unsafe fstat(file, &status) == 0
        if isKnown, status.st_mode & S_IFMT == S_IFDIR {
            close(file)
            throw VaultError(.usage, "this is a directory; name a file")
        }
        size = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
        self.file = file
    }

    deinit { if file != STDIN_FILENO { close(file) } }

    /// The next line that is not empty; one that is too long is cut one byte beyond the limit, so that it is refused.
    mutating func next() throws(VaultError) -> ImportLine? {
        while var line = try nextLine() {
            number += 1
            if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
            if line.last == 13 { line.removeLast() }
            if !line.isEmpty { return ImportLine(number: number, bytes: line) }
        }
        return nil
    }

    private mutating func nextLine() throws(VaultError) -> [UInt8]? {
        var line: [UInt8] = []
        var any = false
        while true {
            if place == filled {
                try fill()
                if filled == 0 { return any ? line : nil }
            }
            any = true
            let rest = chunk[place..<filled]
            let end = rest.firstIndex(of: 10)
            let part = rest[..<(end ?? filled)]
            line += part.prefix(max(0, Limits.lineBytes + 1 - line.count))
            place = end.map { $0 + 1 } ?? filled
            if end != nil { return line }
        }
    }

    /// Waits until there is something to read, or whoever wanted it has given up.
    private func comes() -> Bool {
        guard size == nil else { return true }
        while true {
            var waiting = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            if unsafe poll(&waiting, 1, Self.patience) != 0 { return true }
            if Task.isCancelled { return false }
        }
    }

    private mutating func fill() throws(VaultError) {
        (place, filled) = (0, 0)
        while !atEnd {
            guard comes() else {
                atEnd = true
                return
            }
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe Glibc.read(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR {
                if Interrupts.count > 0 { atEnd = true }
                continue
            }
            guard count >= 0 else { throw VaultError(.unavailable, "the file could not be read") }
            atEnd = count == 0
            filled = count
            read += Int64(count)
            return
        }
    }
}
