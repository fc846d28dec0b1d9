// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "scan",
    dependencies: [.package(name: "coffer", path: "../..")],
    targets: [
        .executableTarget(
            name: "scan", dependencies: [.product(name: "CofferOutbound", package: "coffer")])
    ]
)
