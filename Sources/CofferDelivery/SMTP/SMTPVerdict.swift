/// What a transaction's end means for the message.
enum SMTPVerdict {
    /// The server's numbers decide, by what it was asked; only without them does the connection's end.
    ///
    /// A refusal counts against the message from the recipient on. Before, it is about us: settings must not
    /// cost anybody a message.
    static func outcome(_ end: TransferEnd, _ conversation: SMTPConversation) -> DeliveryOutcome {
        let reply = conversation.reply
        if conversation.stage == .content, reply.map({ 200...299 ~= $0.code }) == true { return .delivered }
        if conversation.isBarred, conversation.stage >= .recipient { return .refused(.init(.international)) }
        if end == .tls { return .deferred(.init(.tls)) }
        if let reply, reply.isPatience { return .deferred(reason(.busy, reply)) }
        if let reply, reply.isRefusal { return refusal(reply, conversation.stage) }
        if conversation.stage == .content, conversation.isAllSent { return .deferred(.init(.unknown)) }
        return switch end {
        case .unreachable: .deferred(.init(.unreachable))
        case .timeout: .deferred(.init(.timeout))
        case .local: .deferred(.init(.local))
        case .tls, .lost, .finished: .deferred(.init(.interrupted))
        }
    }

    private static func refusal(_ reply: SMTPReply, _ stage: SMTPStage) -> DeliveryOutcome {
        // 530, 534, 535, 538: authentication required or failed (RFC 4954 §6).
        if [530, 534, 535, 538].contains(reply.code) || stage == .credentials {
            return .deferred(reason(.credentials, reply))
        }
        // Too large for this server (RFC 1870), said at MAIL or later.
        if reply.enhanced?.subject == 3, reply.enhanced?.detail == 4 {
            return .refused(reason(.content, reply))
        }
        // Policy (RFC 3463 §3.8), as relaying that is denied to whoever is not logged in: about us, not the address.
        if stage == .recipient, reply.enhanced?.subject == 7 { return .deferred(reason(.service, reply)) }
        return switch stage {
        case .hello, .credentials, .sender: .deferred(reason(.service, reply))
        case .recipient: .refused(reason(.recipient, reply))
        case .content: .refused(reason(.content, reply))
        }
    }

    private static func reason(_ cause: DeliveryCause, _ reply: SMTPReply) -> DeliveryReason {
        DeliveryReason(cause, status: reply.code, enhanced: reply.enhanced)
    }
}
