import CofferCharter
import CofferModel

extension Vault {
    /// Refuses a kind that this session sends to nobody; who holds the role is told which kinds it does send.
    ///
    /// A kind that there is not and one that is another role's get the same answer.
    ///
    /// - Parameters:
    ///   - kind: the kind, as it was asked for.
    ///   - session: who asks.
    /// - Throws: the denial's code, recorded; nothing for a kind that he sends.
    func refuse(kind: String, _ session: Session) async throws(VaultError) {
        do throws(VaultError) {
            try await refuse(
                refusal(session, .notice, [(nil, nil)], notice: kind), session, .notice)
        } catch {
            guard error.code == .roleDenied, staff(session.actor)?.roles.contains(session.role) == true,
                let sent = charter.roles[session.role]?.sent(in: charter), !sent.isEmpty
            else { throw error }
            throw VaultError(.roleDenied, naming: "\(session.role) sends \(sent)")
        }
    }
}

extension RoleRule {
    /// The kinds that people in this role send, by purpose, in words; not those that the vault sends by itself.
    fileprivate func sent(in charter: Charter) -> String {
        let own = notices.keys.filter { charter.notices[$0.kind]?.to.contains(.previous) == false }
        return Dictionary(grouping: own, by: \.purpose).sorted { $0.key.rawValue < $1.key.rawValue }.map {
            "\($0.value.map(\.kind).sorted().joined(separator: ", ")) for \($0.key.rawValue)"
        }.joined(separator: "; ")
    }
}
