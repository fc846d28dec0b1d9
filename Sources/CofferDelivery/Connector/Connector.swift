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

    /// How values reach it.
    package enum Way: Hashable, Sendable {
        /// In a request to somebody's interface.
        case https(ConnectorSite)
        /// On a descriptor of a program of this host.
        case program(ConnectorProgram)
    }

    /// How values reach it.
    package let way: Way
    /// The address of ours that it is reached from, or that it reaches devices from; nil where any will do.
    package let source: NetworkAddress?
    /// By which protocol the values go on to where they are used.
    package let onwards: String
    /// The networks that a device has to be in, in CIDR form; none for any.
    package let networks: [String]
    /// What one use is for.
    package let object: Object
    /// For which purposes it takes values.
    package let purposes: Set<Purpose>
    /// Which fields it takes, by the name that the templates have for each.
    package let values: [String: FieldPath]
    /// The file with our own secret for it; nil where it wants none.
    package let secretFile: SecretPath?
    /// Which members of its answer come back.
    package let answer: [String]
    /// How often it may be used in an hour.
    package let usesPerHour: Int
    /// How long one use may take.
    package let timing: DeliveryTiming

    /// Lends what is sent for the length of a call: the one secret header, as a line that ends with NUL, and all else.
    package typealias Lender =
        @Sendable (
            _ send: (_ header: UnsafePointer<CChar>?, _ body: UnsafeRawBufferPointer) -> ConnectorOutcome
        ) -> ConnectorOutcome

    /// Hands over once, on a thread of its own; never again.
    ///
    /// - Parameter lend: lends what is sent.
    /// - Returns: what became of it.
    package func send(_ lend: @escaping Lender) async -> ConnectorOutcome {
        let outcome = await OwnThread.run {
            unsafe lend { header, body in
                switch way {
                case .https(let site): unsafe HTTPConnector(self, site).post(header, body)
                case .program(let program): unsafe ProgramRun.hand(body, to: program, timing)
                }
            }
        }
        return outcome ?? .unsent(.local)
    }
}

/// Somebody's interface over HTTPS, and what it is sent.
package struct ConnectorSite: Hashable, Sendable {
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
    /// What it is sent.
    package let body: ConnectorTemplate
    /// The one header that may hold a value; nil where none does.
    package let header: ConnectorHeader?
    let bodyJSON: JSON

    /// Whether a connection may be made to an address of four or sixteen bytes.
    func allows(_ address: [UInt8]) -> Bool {
        addresses.isEmpty
            ? AddressGuard.isPublic(address) : addresses.contains { $0.bytes == address }
    }
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
