import Coffer
import CofferSQLite

/// Prints what a billing clerk sees of the customer with an e-mail address.
func printInvoices(of email: String, in directory: String) async throws {
    let vault = try await Vault.open(
        directory, custody: .root, storage: .sqlite(activity: "invoice printer"),
        time: SystemClock(), random: SystemRandom())
    guard let role = RoleName("billing_clerk"), let address = FieldPath("contact.email"),
        let invoices = FieldPattern("payment.*")
    else { return }

    // Who asks is the operating system's user; the charter decides anew at each request.
    let clerk = vault.session(role: role, purpose: .billing)
    for subject in try await vault.find(address, equals: email, as: clerk) {
        let view = try await vault.show(subject, fields: [invoices], as: clerk)
        for record in view.records {
            for (field, answer) in record.fields.sorted(by: { $0.key < $1.key }) {
                switch answer {
                case .value(let form, let value): print("\(field) (\(form)): \(value.string ?? "")")
                case .denied(let code): print("\(field): \(code.rawValue)")
                }
            }
        }
    }
    try await vault.close()
}
