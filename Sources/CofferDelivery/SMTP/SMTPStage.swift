/// How far a mail transaction is, by the last command sent.
enum SMTPStage: Int, Comparable {
    /// Greeting, EHLO, STARTTLS.
    case hello
    case credentials
    case sender
    case recipient
    /// DATA, and the message.
    case content

    /// The stage that a line from us opens, or nil for one that opens none.
    ///
    /// - Parameters:
    ///   - line: what was sent.
    ///   - last: the stage before: stages only follow each other, so that no password is taken for a command.
    init?(sent line: some Collection<UInt8>, after last: SMTPStage) {
        let stage: SMTPStage? =
            switch true {
            case line.starts(with: "AUTH ".utf8): .credentials
            case line.starts(with: "MAIL FROM:".utf8): .sender
            case line.starts(with: "RCPT TO:".utf8): .recipient
            case line.starts(with: "DATA\r\n".utf8): last == .recipient ? .content : nil
            default: nil
            }
        guard let stage, stage >= last else { return nil }
        self = stage
    }

    static func < (one: SMTPStage, other: SMTPStage) -> Bool { one.rawValue < other.rawValue }
}
