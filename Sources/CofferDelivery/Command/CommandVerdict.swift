/// How a program ended.
enum CommandEnd: Hashable {
    case notStarted
    case exited(UInt8)
    /// A signal ended it, not ours.
    case killed
    /// Its time was over, before or after it had read the whole message.
    case timeout(isAllRead: Bool)

    init(_ end: ProgramEnd) {
        self =
            switch end {
            case .exited(let status): .exited(status)
            case .killed: .killed
            }
    }
}

/// What a program's end means for the message.
enum CommandVerdict {
    /// The statuses of sysexits(3): only those that speak of the message or its recipient refuse it.
    static func outcome(_ end: CommandEnd) -> DeliveryOutcome {
        switch end {
        case .exited(0): .delivered
        case .exited(65): .refused(.init(.content, status: 65))
        case .exited(67): .refused(.init(.recipient, status: 67))
        case .exited(68): .refused(.init(.recipient, status: 68))
        case .exited(75): .deferred(.init(.busy, status: 75))
        case .exited(let status): .deferred(.init(.local, status: UInt16(status)))
        case .notStarted: .deferred(.init(.local))
        case .timeout(isAllRead: false): .deferred(.init(.timeout))
        case .timeout(isAllRead: true), .killed: .deferred(.init(.unknown))
        }
    }
}
