import CofferModel

extension Connections {
    /// Sends a request and reads its answer.
    ///
    /// - Parameters:
    ///   - call: the request.
    ///   - read: makes something of the document.
    /// - Returns: what `read` made.
    /// - Throws: the vault's refusal, or that there was no answer.
    func ask<Answer>(
        _ call: Call, _ read: (JSON) throws(Members.Unexpected) -> Answer
    ) async throws(VaultError) -> Answer {
        let reply = try await granted(call)
        guard reply.isJSON, let json = try? JSON(reading: reply.body, limit: Limits.answerBytes),
            let answer = try? read(json)
        else { throw unreadable(call) }
        return answer
    }

    /// Sends a request that is answered by its being done.
    func ask(_ call: Call) async throws(VaultError) { _ = try await granted(call) }

    /// Sends a request and reads an answer in plain text.
    func text(_ call: Call) async throws(VaultError) -> String {
        let reply = try await granted(call)
        guard let text = String(validating: reply.body, as: UTF8.self) else { throw unreadable(call) }
        return text
    }

    private func granted(_ call: Call) async throws(VaultError) -> Reply {
        let reply = try await reply(to: call)
        if 200..<300 ~= reply.status { return reply }
        let refusal: VaultError
        do { refusal = try Problem.error(of: reply) } catch { throw unreadable(call) }
        throw refusal
    }

    private func unreadable(_ call: Call) -> VaultError {
        call.isChanging ? Broken.unknown : Broken.malformed.error
    }
}
