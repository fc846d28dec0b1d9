/// The charters that travel inside the binary, so that an installed `coffer` finds them anywhere.
package enum BuiltInCharters {
    /// The names of the companies' charters.
    package static let names = ["network-admin"]

    /// The source of a charter, or of `base` with its library of notices; nil for another name.
    package static func source(named name: String) -> [UInt8]? {
        switch name {
        case "base": PackageResources.base_yaml + PackageResources.notices_yaml
        case "network-admin": PackageResources.network_admin_yaml
        default: nil
        }
    }

    /// The sources of the overlays, by name.
    package static var overlays: [String: [UInt8]] {
        [
            "EU": PackageResources.overlay_EU_yaml, "RU": PackageResources.overlay_RU_yaml,
            "KZ": PackageResources.overlay_KZ_yaml, "CA": PackageResources.overlay_CA_yaml,
        ]
    }
}
