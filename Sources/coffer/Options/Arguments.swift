public import ArgumentParser
public import CofferModel

// The nouns of the vault as arguments: what does not parse is refused before anything is opened.
extension RoleName: ExpressibleByArgument {}
extension Purpose: ExpressibleByArgument {}
extension Form: ExpressibleByArgument {}
extension FieldPath: ExpressibleByArgument {}
extension EventName: ExpressibleByArgument {}
extension ConsentAct: ExpressibleByArgument {}
extension RevocationReason: ExpressibleByArgument {}
extension ChannelTopic: ExpressibleByArgument {}
extension ChannelField: ExpressibleByArgument {}
extension NoticeState: ExpressibleByArgument {}
extension LedgerPlace: ExpressibleByArgument {}
extension FieldPattern: ExpressibleByArgument {}
extension Identifier: ExpressibleByArgument {}
