import CofferModel
import Glibc

/// A file that is read piece by piece, from its beginning or from a place in it.
final class InputFile {
    private let descriptor: Int32
    /// Its size; nil for what can only be read once, as a pipe.
    let size: Int64?
    private(set) var offset: Int64 = 0

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: `intake.file` for what cannot be opened, or is a folder.
    init(_ path: String) throws(IntakeFault) {
        let file = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw IntakeFault("intake.file", line: 0, isEnd: true) }
        var status = stat()
        let kind = unsafe fstat(file, &status) == 0 ? status.st_mode & S_IFMT : S_IFDIR
        guard kind != S_IFDIR else {
            close(file)
            throw IntakeFault("intake.file", line: 0, isEnd: true)
        }
        size = kind == S_IFREG && path != "-" ? Int64(status.st_size) : nil
        descriptor = file
    }

    deinit { close(descriptor) }

    /// The next bytes, at most as many; none at the end.
    func read(_ count: Int) throws(IntakeFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = Descriptor.read(descriptor, into: &bytes)
        guard got >= 0 else { throw IntakeFault("intake.read", line: 0, isEnd: true) }
        bytes.removeLast(count - got)
        offset += Int64(got)
        return bytes
    }

    /// Goes on at a place.
    func seek(to place: Int64) throws(IntakeFault) {
        guard size != nil, lseek(descriptor, Int(place), SEEK_SET) == Int(place) else {
            throw IntakeFault("intake.read", line: 0, isEnd: true)
        }
        offset = place
    }
}
