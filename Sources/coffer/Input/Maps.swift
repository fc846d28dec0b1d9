import Coffer
import CofferIntake
import CofferModel

/// Maps as they are named: one that comes along, or a file.
enum Maps {
    /// Reads one.
    ///
    /// - Throws: `intake.map` with every reason why it does not hold.
    static func read(_ argument: String) throws(VaultError) -> IntakeMap {
        let bytes: [UInt8]
        let file: String
        if let known = BuiltInMaps.source(named: argument) {
            (bytes, file) = (known, argument + ".yaml")
        } else {
            bytes = try GivenInput.bytes(from: argument, "")
            file = argument.split(separator: "/").last.map { String($0) } ?? argument
        }
        do throws(MapInvalid) { return try IntakeMap.read(bytes, file: file) } catch {
            let reasons = error.reasons.map { Printable.text($0) }.joined(separator: "; ")
            throw VaultError(.badValue, rule: "intake.map", naming: reasons)
        }
    }

    /// Reads the passphrases that wait at a file descriptor.
    ///
    /// - Parameter descriptor: 3 or more, or 0 for standard input; nil for none.
    /// - Returns: the passphrases.
    /// - Throws: `intake.passphrases`.
    static func passphrases(at descriptor: Int32?) throws(VaultError) -> Passphrases {
        guard let descriptor else { return Passphrases() }
        var bytes = try GivenInput.bytes(from: "/dev/fd/\(descriptor)", "")
        defer { bytes.wipe() }
        do throws(IntakeFault) { return try Passphrases(wiping: &bytes) } catch {
            throw VaultError(.badValue, rule: error.rule, naming: "line \(error.place.line)")
        }
    }
}
