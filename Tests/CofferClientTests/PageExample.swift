import CofferClient

/// Prints the cards that a billing clerk sees of the customer with an e-mail address.
func printCards(of address: String, _ client: CofferClient) async throws {
    guard let clerk = RoleName("billing_clerk"), let email = FieldPath("contact.email"),
        let card = FieldPattern("payment.pan")
    else { return }

    let billing = client.as(role: clerk, purpose: .billing, case: "INV-2041")
    for subject in try await billing.find(email, equals: address) {
        for record in try await billing.show(subject, fields: [card]).records {
            switch record.fields["pan"] {
            case .value(let form, let value): print("\(form): \(value.string ?? "")")
            case .denied(let code): print("denied: \(code.rawValue)")
            case nil: break
            }
        }
    }
}

/// Adds a customer once, also when the answer is lost on the way.
func add(_ customer: SubjectInput, order: String, as clerk: Asker) async throws -> Added {
    do throws(VaultError) {
        return try await clerk.add(customer, idempotencyKey: order)
    } catch {
        guard error.code == .unknown else { throw error }
        // The same ids, added once.
        return try await clerk.add(customer, idempotencyKey: order)
    }
}

/// Takes in a customer a line.
func takeIn<Lines: AsyncSequence & Sendable>(
    _ lines: Lines, as keeper: Asker
) async throws where Lines.Element == [UInt8] {
    let summary = try await keeper.importLines(lines) { number, result in
        if case .refused(let error) = result { print("line \(number): \(error)") }
    }
    print("\(summary.added) added, \(summary.unchanged) unchanged, \(summary.refused) refused")
}

/// Looks at many customers in one stream.
func look<Asks: AsyncSequence & Sendable>(
    at asks: Asks, as auditor: Asker
) async throws where Asks.Element == ReadAsk {
    let answered = try await auditor.read(asks) { answer in
        switch answer {
        case .shown(let view): print("\(view.subject): \(view.records.count) records")
        case .verified(let subject, _, let result): print("\(subject): \(result)")
        case .refused(let subject, let error): print("\(subject): \(error)")
        }
    }
    print("\(answered) answered")
}
