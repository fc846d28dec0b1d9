import CofferCharter

extension Vault {
    /// The number of the confidentiality text in force; who acknowledged another has to do it again.
    public var confidentialityVersion: Int { charter.confidentiality.version }
}
