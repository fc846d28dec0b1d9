/// Checks a log, or a copy of one, with its public key alone: no vault, no secret.
package enum LedgerVerifier {
    /// Reads the log once and compares rows, leaf file, checkpoints and anchor.
    ///
    /// Rows after the last checkpoint, and a torn last checkpoint, are what a crash leaves, and no finding.
    ///
    /// - Parameters:
    ///   - directory: the log's files.
    ///   - key: the log's name and public key.
    ///   - anchor: the newest checkpoint kept elsewhere; without one a cut tail cannot be seen.
    /// - Returns: what was read, and what is wrong with it.
    package static func verify(_ directory: LogDirectory, key: LogKey, anchor: Anchor?) -> LedgerVerification
    {
        var verification = LedgerVerification()
        var anchored: Checkpoint?
        do throws(AnchorFault) { anchored = try anchor?.checkpoint(by: key) } catch {
            verification.findings.append(error.finding)
        }
        verification.anchoredSize = anchored?.size
        do throws(LedgerError) {
            var pass = try VerifyingPass(directory, key: key, anchored: anchored, verification)
            return pass.run()
        } catch {
            verification.find(error)
            return verification
        }
    }
}

extension AnchorFault {
    fileprivate var finding: Finding {
        switch self {
        case .file(let fault): .unreadable(fault)
        case .foreign: .foreignAnchor
        }
    }
}
