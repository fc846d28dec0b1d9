package import CofferModel

extension Charter {
    /// Whether some role is granted a field for a connector.
    package func isDelivered(_ path: FieldPath) -> Bool {
        roles.values.contains { role in
            role.reads.contains { $0.key.path == path && $0.value.contains { $0.form == .delivered } }
        }
    }
}
