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

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nio = ["NIOCore", "NIOPosix", "NIOHTTP1"].map {
    Target.Dependency.product(name: $0, package: "swift-nio")
}
let hummingbird: [Target.Dependency] = [
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "Metrics", package: "swift-metrics"),
]
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "coffer",
    products: [
        .library(name: "Coffer", targets: ["Coffer", "CofferSQLite"]),
        .library(name: "CofferClient", targets: ["CofferClient"]),
        .library(name: "CofferOutbound", targets: ["CofferOutbound", "CofferModel"]),
        .executable(name: "coffer", targets: ["coffer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CPlatform"),
        .target(name: "CWipe"),
        module("CofferModel"),
        module("CofferCrypto", "CofferModel", "CSodium", "COpenSSL", "CPlatform"),
        module("CofferForms", "CofferModel", "CofferCrypto"),
        module(
            "CofferCharter", "CofferModel", yams,
            resources: [
                .embedInCode("Charters/base.yaml"), .embedInCode("Charters/notices.yaml"),
                .embedInCode("Charters/network-admin.yaml"),
                .embedInCode("Charters/overlay-EU.yaml"), .embedInCode("Charters/overlay-RU.yaml"),
                .embedInCode("Charters/overlay-KZ.yaml"), .embedInCode("Charters/overlay-CA.yaml"),
            ]),
        module("CofferLedger", "CofferModel", "CofferCrypto"),
        module("CofferStore", "CofferModel"),
        module("CofferSQLite", "CofferModel", "CofferStore", grdb, sqlite),
        module(
            "CofferFields", "CofferModel", "CofferCrypto", "CofferForms", "CofferCharter", "CofferLedger",
            "CofferStore"),

        module("CofferOutbound", "CofferModel", "CofferForms"),
        module("CofferDelivery", "CofferModel", "CCurl", "CPlatform"),
        module(
            "Coffer", "CofferModel", "CofferCrypto", "CofferForms", "CofferCharter", "CofferLedger",
            "CofferStore",
            "CofferFields", "CofferOutbound", "CofferDelivery"),
        module(
            "CofferIntake", "CofferModel", "CofferCrypto", "CofferForms", "CofferCharter",
            resources: [
                .embedInCode("Examples/billing-panel.yaml"),
                .embedInCode("Examples/certificate-folder.yaml"),
                .embedInCode("Examples/device-inventory.yaml"), .embedInCode("Examples/landing-page.yaml"),
            ]),
        .target(name: "CofferClient", dependencies: ["CofferModel"] + nio, swiftSettings: strict),

        .target(
            name: "CofferService",
            dependencies: ["Coffer", "CofferModel", "CofferCrypto"] + hummingbird + nio,
            // The same file as docs/openapi.yaml.
            resources: [.embedInCode("Routes/openapi.yaml")],
            swiftSettings: strict),

        .executableTarget(
            name: "coffer",
            dependencies: [
                "Coffer", "CofferModel", "CofferClient", "CofferCrypto", "CofferFields", "CofferIntake",
                "CofferStore", "CofferSQLite", "CofferService", "CWipe", argumentParser,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        .target(
            name: "CofferTesting", dependencies: ["CofferModel", "CofferStore"], path: "Tests/CofferTesting",
            exclude: ["Servers"], swiftSettings: strict),
        tests("CofferModelTests", "CofferModel"),
        tests(
            "CofferCryptoTests", "CofferModel", "CofferCrypto", "CSodium", "COpenSSL", "CPlatform",
            "CofferTesting"),
        tests("CofferFormsTests", "CofferModel", "CofferForms", "CofferTesting"),
        .testTarget(
            name: "CofferCharterTests", dependencies: ["CofferModel", "CofferCharter"],
            exclude: ["network-admin.table.txt"], swiftSettings: strict),
        tests(
            "HostileInputTests", "CofferModel", "CofferCrypto", "CofferForms", "CofferIntake", "CofferTesting"
        ),
        tests("CofferIntakeTests", "CofferModel", "CofferIntake", "CofferTesting"),
        tests("CofferLedgerTests", "CofferModel", "CofferCrypto", "CofferLedger", "CofferTesting"),
        tests("CofferStoreTests", "CofferModel", "CofferStore", "CofferTesting"),
        tests("CofferSQLiteTests", "CofferModel", "CofferStore", "CofferSQLite", "CofferTesting"),
        .testTarget(
            name: "CofferOutboundTests", dependencies: ["CofferModel", "CofferForms", "CofferOutbound"],
            exclude: ["Corpus"], swiftSettings: strict),
        tests("NoticeLibraryTests", "CofferModel", "CofferForms", "CofferCharter", "CofferOutbound"),
        tests("CofferDeliveryTests", "CofferModel", "CofferDelivery", "CofferTesting"),
        tests(
            "CofferTests", "Coffer", "CofferModel", "CofferCrypto", "CofferFields", "CofferLedger",
            "CofferCharter",
            "CofferStore", "CofferSQLite", "CofferTesting"),
        tests(
            "CofferFieldsTests", "CofferModel", "CofferCrypto", "CofferForms", "CofferCharter",
            "CofferLedger",
            "CofferStore",
            "CofferFields", "CofferTesting"),
        tests(
            "CompileFailTests", "CofferModel", "CofferCrypto", "CofferCharter", "CofferLedger",
            "CofferFields",
            "CofferTesting"),
        .testTarget(
            name: "CofferServiceTests",
            dependencies: [
                "Coffer", "CofferModel", "CofferSQLite", "CofferService", "CofferTesting",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CofferClientTests", dependencies: ["CofferClient", "CofferModel", "CofferTesting"] + nio,
            swiftSettings: strict),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["Coffer", "CofferModel", "CofferSQLite", "CofferTesting", "coffer"],
            exclude: ["Scripts"], swiftSettings: strict),
    ]
)
