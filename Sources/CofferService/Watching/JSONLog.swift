package import CofferModel
import Glibc
package import Logging

/// Log lines as JSON objects on standard error, one write each.
///
/// An event is a constant word; what belongs to it stands in members of its own.
package struct JSONLog: LogHandler {
    /// Members of every line.
    package var metadata: Logger.Metadata = [:]
    /// The least level that is written.
    package var logLevel = Logger.Level.info
    private let time: any TimeSource

    /// Takes the clock.
    ///
    /// - Parameter time: for the lines' times.
    package init(time: some TimeSource) { self.time = time }

    /// One member of every line.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    package func log(event: LogEvent) {
        var members: [String: JSON] = [
            "time": .string(time.now().description), "level": .string(event.level.rawValue),
            "event": .string(event.message.description),
        ]
        for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            let text = value.description
            members[name] = Int64(text).map { .integer($0) } ?? .string(text)
        }
        let line = JSON.object(members).canonical + [10]
        _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
