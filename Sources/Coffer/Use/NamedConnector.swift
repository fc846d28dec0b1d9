import CofferCharter
import CofferDelivery
import CofferForms
import CofferModel

/// A connector of the settings, under its name.
struct NamedConnector: Sendable {
    let name: String
    let settings: Connector

    /// How the ledger says that values were opened for it.
    var noted: String { "\(Self.prefix)\(name)" }

    /// Before the name, in a row of the ledger.
    static let prefix = "connector."
}

extension Connector {
    /// Whether it is for such a thing.
    func takes(_ object: ConnectorUse.Object) -> Bool {
        if case .order = object { self.object == .order } else { self.object == .device }
    }

    /// What the decision has to know.
    func use(for object: ConnectorUse.Object, isSpent: Bool, _ charter: Charter) -> ConnectorUse {
        let classes = Set(values.values.map(\.className))
        let guards = charter.fields.values.filter { classes.contains($0.path.className) && $0.type.isGuard }
        return ConnectorUse(
            fields: Set(values.values).union(guards.map(\.path)), purposes: purposes, source: source?.text,
            isEncrypted: isEncrypted, object: object, isSpent: isSpent)
    }

    /// Looks at the program before anything is opened for it.
    ///
    /// - Throws: `unavailable` with `connector.program` for one that others could have put there, or that is not there.
    func checkProgram() throws(VaultError) {
        guard case .program(let program) = way, !program.isTrusted else { return }
        throw VaultError(.unavailable, rule: "connector.program", naming: "connectors.program")
    }

    /// Whether a device at an address, as its field has it, may be entered.
    func reaches(_ address: String) -> Bool {
        networks.isEmpty || networks.contains { Network($0)?.contains(address) ?? false }
    }

    /// Whether the protocol by which values go on is one that encrypts (S2-20).
    var isEncrypted: Bool {
        (try? Canonical.bytes(of: [.string(onwards)], as: .protocolList, at: Timestamp(milliseconds: 0)))
            != nil
    }
}

extension FieldType {
    /// Whether values of it say how a device may be entered: they are asked along with what enters it.
    var isGuard: Bool { self == .protocolList || self == .sourceList }

    /// Whether values of it say where something is.
    var isPlace: Bool { self == .hostAddress || self == .hostname || self == .ipAddress }
}

extension Charter {
    /// The rule that a connector breaks: fields that may be delivered, each for each of its purposes, billing for orders
    /// alone, networks that are ones, and a protocol that encrypts.
    func rule(brokenBy connector: Connector) -> (rule: Rule, member: String)? {
        for path in connector.values.values.sorted() {
            guard let field = fields[path], field.forms.contains(.delivered),
                connector.purposes.isSubset(of: field.purposes)
            else { return ("connector.values", "values") }
        }
        // Who pays is charged for an order and no more.
        if connector.purposes.contains(.billing), connector.object != .order {
            return ("connector.order", "for")
        }
        guard connector.networks.allSatisfy({ Network($0) != nil }) else {
            return ("connector.network", "networks")
        }
        return connector.isEncrypted ? nil : ("connector.protocol", "protocol")
    }
}
