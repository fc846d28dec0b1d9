import CofferModel
import Glibc

/// The files of a folder, in the order of their names.
struct FolderFiles {
    private let directory: String
    let names: [String]

    /// Lists a folder.
    ///
    /// - Throws: `intake.folder` for what is none, or has too many files or a name that is not UTF-8.
    init(_ directory: String) throws(IntakeFault) {
        let refusal = IntakeFault("intake.folder", line: 0, isEnd: true)
        guard let stream = unsafe opendir(directory) else { throw refusal }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(validatingCString: $0)
                }
            }
            guard let name, names.count <= Limits.intakeFolderFiles else { throw refusal }
            if name != ".", name != ".." { names.append(name) }
        }
        guard names.count <= Limits.intakeFolderFiles else { throw refusal }
        self.directory = directory
        self.names = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The bytes of a file; who asks wipes them.
    ///
    /// - Parameter place: which, from 0.
    /// - Returns: at most 64 KiB.
    /// - Throws: `intake.file` for what is no plain file, as a folder or a link; `intake.file_size` for a larger one than
    ///   such files are.
    func bytes(_ place: Int) throws(IntakeFault) -> [UInt8] {
        let path = directory + "/" + names[place]
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw IntakeFault("intake.file", line: place + 1) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw IntakeFault("intake.file", line: place + 1)
        }
        guard status.st_size <= Limits.certificateFileBytes else {
            throw IntakeFault("intake.file_size", line: place + 1)
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        guard Descriptor.fill(&bytes, from: file) == bytes.count else {
            bytes.wipe()
            throw IntakeFault("intake.file", line: place + 1)
        }
        return bytes
    }
}
