import ArgumentParser

/// A time of the day, as `03:30`.
struct MinuteOfDay: ExpressibleByArgument {
    let minute: Int

    init?(argument: String) {
        let text = Array(argument.utf8)
        let isTime = text.count == 5 && text[2] == UInt8(ascii: ":")
        guard isTime, let hour = Int(argument.prefix(2)), let minute = Int(argument.suffix(2)),
            0..<24 ~= hour,
            0..<60 ~= minute, text.allSatisfy({ 48...58 ~= $0 })
        else { return nil }
        self.minute = hour * 60 + minute
    }
}
