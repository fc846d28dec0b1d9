// swift-tools-version: 6.3
import PackageDescription

// The map of the house: a module imports only what stands above it in this file.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

func module(
    _ name: String, _ imports: Target.Dependency..., resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: imports, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ imports: Target.Dependency...) -> Target {
    .testTarget(name: name, dependencies: imports, swiftSettings: strict)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "coffer",
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CPlatform"),
        module("CofferModel"),
        module("CofferCrypto", "CofferModel", "CSodium", "COpenSSL", "CPlatform"),
        module("CofferForms", "CofferModel", "CofferCrypto"),
        module(
            "CofferCharter", "CofferModel", yams,
            resources: [
                .embedInCode("Charters/base.yaml"), .embedInCode("Charters/network-admin.yaml"),
                .embedInCode("Charters/overlay-EU.yaml"),
            ]),
        module("CofferLedger", "CofferModel", "CofferCrypto"),
        module("CofferStore", "CofferModel"),
        module(
            "CofferFields", "CofferModel", "CofferCrypto", "CofferForms", "CofferCharter", "CofferLedger",
            "CofferStore"),

        module("CofferOutbound", "CofferModel", "CofferForms"),
        module(
            "Coffer", "CofferModel", "CofferCrypto", "CofferForms", "CofferCharter", "CofferLedger", "CofferStore",
            "CofferFields", "CofferOutbound"),

        tests("CofferModelTests", "CofferModel"),
    ]
)
