package import CofferModel

/// Somebody's interface that values are handed to and nobody is shown, as the settings declare it.
///
/// Where it is, what it takes and what of its answer comes back all stand in the signed settings; who asks says only
/// for which order or device. It does not print.
package struct Connector: Hashable, Sendable, Withheld {
    /// What one use of it is for.
    package enum Object: String, Hashable, Sendable, CaseIterable {
        /// A customer's order, which is used up.
        case order
        /// The device whose record it is.
        case device
    }

    /// By which of HTTP's methods.
    package enum Method: String, Hashable, Sendable, CaseIterable {
        case post = "POST"
        case put = "PUT"
    }

    /// Where it is: `https`, exactly this.
    package let url: WebURL
    /// By which method.
    package let method: Method
    /// The only addresses that it may be at; without any, those of the public internet.
    package let addresses: Set<NetworkAddress>
    /// Who may vouch for it; nil for those of the system.
    package let authorities: TrustedAuthorities?
    /// The address of ours that it is reached from; nil where any will do.
    package let source: NetworkAddress?
    /// By which protocol the values go on to where they are used.
    package let onwards: String
    /// What one use is for.
    package let object: Object
    /// For which purposes it takes values.
    package let purposes: Set<Purpose>
    /// Which fields it takes, by the name that the templates have for each.
    package let values: [String: FieldPath]
    /// What it is sent.
    package let body: ConnectorTemplate
    /// The one header that may hold a value; nil where none does.
    package let header: ConnectorHeader?
    /// The file with our own secret for it; nil where it wants none.
    package let secretFile: SecretPath?
    /// Which members of its answer come back.
    package let answer: [String]
    /// How often it may be used in an hour.
    package let usesPerHour: Int
    /// How long one use may take.
    package let timing: DeliveryTiming
    let bodyJSON: JSON
}

/// A header of a request to a connector.
package struct ConnectorHeader: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// What it says.
    package let value: ConnectorTemplate

    /// Takes both.
    ///
    /// - Parameters:
    ///   - name: 1...64 letters, digits and hyphens; none that libcurl sets itself.
    ///   - value: its text.
    /// - Throws: `connector.header` for another name.
    init(name: String, value: ConnectorTemplate) throws(BadValue) {
        let isName = name.utf8.allSatisfy {
            48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 || $0 == UInt8(ascii: "-")
        }
        let own = ["host", "content-length", "content-type", "transfer-encoding", "connection", "expect"]
        guard 1...64 ~= name.utf8.count, isName, !own.contains(name.lowercased()) else {
            throw BadValue("connector.header")
        }
        self.name = name
        self.value = value
    }
}
