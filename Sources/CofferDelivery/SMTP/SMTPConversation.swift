/// One transaction as it goes: what is still to be sent, how far we are, what the server last said.
///
/// libcurl shows it every line; it keeps numbers only.
final class SMTPConversation {
    private let bytes: [UInt8]
    private let needsSMTPUTF8: Bool
    private var sent = 0
    private(set) var stage = SMTPStage.hello
    /// The last answer to the command of this stage.
    private(set) var reply: SMTPReply?
    /// Whether the server was told of an address outside ASCII, as it has to be.
    private var saidSMTPUTF8 = false
    private var isOver = false

    init(sending bytes: [UInt8], needsSMTPUTF8: Bool) {
        self.bytes = bytes
        self.needsSMTPUTF8 = needsSMTPUTF8
    }

    /// Whether the message may not be handed over: libcurl goes on without SMTPUTF8 where it is not offered.
    var isBarred: Bool { needsSMTPUTF8 && !saidSMTPUTF8 }
    /// Whether all of the message was handed over.
    var isAllSent: Bool { sent == bytes.count }

    /// Fills a buffer with what comes next.
    func next(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - sent)
        unsafe buffer.copyBytes(from: bytes[sent..<sent + count])
        sent += count
        return count
    }

    func didSend(_ line: some Collection<UInt8>) {
        // The answer to QUIT says nothing of the message.
        isOver = isOver || line.elementsEqual("QUIT\r\n".utf8)
        guard !isOver, let next = SMTPStage(sent: line, after: stage) else { return }
        stage = next
        reply = nil
        if next == .sender { saidSMTPUTF8 = Array(line).ends(with: " SMTPUTF8\r\n".utf8) }
    }

    func didReceive(_ line: some Collection<UInt8>) {
        if !isOver, let last = SMTPReply(line: line) { reply = last }
    }
}

extension [UInt8] {
    fileprivate func ends(with tail: some BidirectionalCollection<UInt8>) -> Bool {
        suffix(tail.count).elementsEqual(tail)
    }
}
