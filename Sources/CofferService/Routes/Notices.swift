import Coffer
import CofferModel

/// Notices: what would leave, exactly.
enum Notices {
    static let routes = [Route("POST", "/v1/notices/preview", body: .json, .vault(preview))]

    private static func preview(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let (kind, subject, about) = try call.members { members throws(Members.Unexpected) in
            (
                try members.text("kind") { $0 }, try members.text("subject") { SubjectID($0) },
                try members.text("about") { RecordID($0) }
            )
        }
        return Reply(try await vault.preview(kind, for: subject, about: about, as: session).json)
    }
}
