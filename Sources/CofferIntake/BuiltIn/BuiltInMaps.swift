/// The maps that travel inside the binary: to begin with, and to copy.
package enum BuiltInMaps {
    /// Their names.
    package static let names = ["billing-panel", "certificate-folder", "device-inventory", "landing-page"]

    /// The text of one; nil for another name.
    package static func source(named name: String) -> [UInt8]? {
        switch name {
        case "billing-panel": PackageResources.billing_panel_yaml
        case "certificate-folder": PackageResources.certificate_folder_yaml
        case "device-inventory": PackageResources.device_inventory_yaml
        case "landing-page": PackageResources.landing_page_yaml
        default: nil
        }
    }
}
