// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let package = Package(
    name: "striate",
    products: [
        .executable(name: "striate", targets: ["striate"]),
        .library(name: "Planes", targets: ["Planes"]),
        .library(name: "Kernels", targets: ["Kernels"]),
        .library(name: "GSL", targets: ["GSL"]),
        .library(name: "Stimuli", targets: ["Stimuli"]),
        .library(name: "GaborBanks", targets: ["GaborBanks"]),
        .library(name: "Networks", targets: ["Networks"]),
        .library(name: "Inference", targets: ["Inference"]),
        .library(name: "ReceptiveFields", targets: ["ReceptiveFields"]),
        .library(name: "Physiology", targets: ["Physiology"]),
        .library(name: "Retinotopy", targets: ["Retinotopy"]),
        .library(name: "Learning", targets: ["Learning"]),
        .library(name: "Lessons", targets: ["Lessons"]),
        .library(name: "Archives", targets: ["Archives"]),
        .library(name: "Reports", targets: ["Reports"]),
        .library(name: "Runs", targets: ["Runs"]),
        .library(name: "Files", targets: ["Files"]),
        .library(name: "Tables", targets: ["Tables"]),
        .library(name: "Figures", targets: ["Figures"]),
        .library(name: "WebPages", targets: ["WebPages"]),
        .library(name: "Workers", targets: ["Workers"]),
        .library(name: "Explorer", targets: ["Explorer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // System libraries: a module map and a header, nothing else. Those that compute are linked in, for a quick start.
        .systemLibrary(name: "CGSL"),
        .systemLibrary(name: "COpenBLAS"),
        .systemLibrary(name: "CFFTW"),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(
            name: "CTurboJPEG", pkgConfig: "libturbojpeg",
            providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CLinux"),

        // The libraries, each above what it may import.
        .target(name: "CCairo", dependencies: ["COpenedLibrary"]),
        .target(name: "CCorrelation", dependencies: ["CRunTimeDispatch"]),
        .target(name: "CCrypto", dependencies: ["COpenedLibrary"]),
        .target(name: "CGaborKernels", dependencies: ["CRunTimeDispatch"]),
        .target(name: "CLateralSums", dependencies: ["CRunTimeDispatch"]),
        .target(name: "CMatrixProduct", dependencies: ["CRunTimeDispatch"]),
        .target(name: "COpenedLibrary"),
        .target(name: "CRows", dependencies: ["CRunTimeDispatch"]),
        .target(name: "CRunTimeDispatch"),
        .target(name: "CSandboxedHDF5", dependencies: ["COpenedLibrary"]),
        .target(name: "CTIFF", dependencies: ["COpenedLibrary"]),
        .target(name: "CWinograd", dependencies: ["CRunTimeDispatch"]),
        .target(name: "Workers", dependencies: ["CLinux"]),
        .target(name: "Files", dependencies: ["CCrypto", "CLinux"]),
        .target(name: "Planes"),
        .target(name: "Networks"),
        .target(
            name: "Inference",
            dependencies: [
                "CCorrelation", "CLinux", "CMatrixProduct", "COpenBLAS", "CRows", "CWinograd", "Networks", "Planes",
                "Workers",
            ]),
        .target(name: "ReceptiveFields", dependencies: ["Networks"]),
        .target(name: "GSL", dependencies: ["CGSL", "COpenBLAS"]),
        .target(name: "Kernels", dependencies: ["CFFTW", "CCorrelation", "Planes", "Workers"]),
        .target(name: "GaborBanks", dependencies: ["Kernels", "Planes"]),
        .target(name: "Stimuli", dependencies: ["Planes"]),
        .target(
            name: "Physiology",
            dependencies: [
                "CGaborKernels", "GSL", "GaborBanks", "Inference", "Kernels", "Networks", "Planes", "ReceptiveFields",
                "Stimuli", "Workers",
            ]),
        .target(
            name: "Retinotopy",
            dependencies: [
                "CLateralSums", "GaborBanks", "Inference", "Kernels", "Networks", "Planes", "ReceptiveFields",
                "Workers",
                .product(name: "ComplexModule", package: "swift-numerics"),
            ]),
        .target(name: "Learning", dependencies: ["GSL", "Inference", "Kernels", "Networks", "Planes", "Workers"]),
        .target(
            name: "Archives",
            dependencies: [
                "CPNG", "CSandboxedHDF5", "CTIFF", "CTurboJPEG", "CWebP", "CZlib", "Files", "Kernels", "Networks",
                "Planes", "Tables",
            ]),
        .target(name: "Tables", dependencies: ["Files"]),
        .target(name: "Figures", dependencies: ["CCairo", "CLinux", "CZlib", "Files", "Planes"]),
        .target(
            name: "Lessons",
            dependencies: [
                "Figures", "GaborBanks", "Kernels", "Networks", "Planes", "ReceptiveFields", "Retinotopy", "Tables",
            ]),
        .target(
            name: "WebPages", dependencies: ["Files", .product(name: "Mustache", package: "swift-mustache")],
            resources: ["page.css", "page.mustache", "tables.js"].map {
                .embedInCode("Resources/\($0)")
            }),
        .target(
            name: "Reports",
            dependencies: [
                "Figures", "GSL", "GaborBanks", "Inference", "Kernels", "Learning", "Lessons", "Networks",
                "Physiology", "Planes", "ReceptiveFields", "Retinotopy", "Stimuli", "Tables", "Workers",
            ]),
        .target(
            name: "Runs",
            dependencies: [
                "Archives", "Files", "GSL", "Inference", "Kernels", "Networks", "Physiology", "ReceptiveFields",
                "Reports", "Tables", "WebPages", "Workers", .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.embedInCode("Resources/report.mustache")]),
        .target(
            name: "Explorer",
            dependencies: [
                "Archives", "CLinux", "Figures", "Files", "GaborBanks", "Inference", "Kernels", "Networks",
                "Physiology",
                "Planes", "ReceptiveFields", "Reports", "Retinotopy", "Tables", "WebPages",
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            resources: [.embedInCode("Resources")]),

        // What runs.
        .executableTarget(
            name: "striate",
            dependencies: [
                "Archives", "Explorer", "Figures", "Files", "GSL", "GaborBanks", "Inference", "Kernels", "Learning",
                "Lessons", "Networks", "Physiology", "Planes", "ReceptiveFields", "Reports", "Retinotopy", "Runs",
                "Stimuli",
                "Tables", "Workers",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "Archives", "GSL", "GaborBanks", "Inference", "Kernels", "Networks", "Physiology", "Planes",
                "ReceptiveFields", "Retinotopy", "Runs", "Workers",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // One test target per room, and the reference numbers that several of them read.
        .target(name: "ReferenceData", path: "Tests/ReferenceData"),
        .testTarget(name: "PlanesTests", dependencies: ["Planes"]),
        .testTarget(name: "KernelsTests", dependencies: ["CCorrelation", "Kernels", "Planes", "Workers"]),
        .testTarget(name: "GSLTests", dependencies: ["GSL"]),
        .testTarget(
            name: "GaborBanksTests", dependencies: ["GSL", "GaborBanks", "Kernels", "Planes", "ReferenceData"],
            exclude: ["Reference"]),
        .testTarget(name: "StimuliTests", dependencies: ["Planes", "Stimuli"]),
        .testTarget(name: "WorkersTests", dependencies: ["Workers"]),
        .testTarget(
            name: "PhysiologyTests",
            dependencies: [
                "Archives", "GSL", "GaborBanks", "Inference", "Kernels", "Networks", "Physiology", "Planes",
                "ReceptiveFields", "ReferenceData", "Stimuli", "Workers",
            ],
            exclude: ["Reference"]),
        .testTarget(name: "NetworksTests", dependencies: ["Networks"]),
        .testTarget(
            name: "InferenceTests",
            dependencies: [
                "Archives", "CMatrixProduct", "Inference", "Networks", "Planes", "ReceptiveFields", "ReferenceData",
                "Workers",
            ],
            exclude: ["Reference"]),
        .testTarget(
            name: "ReceptiveFieldsTests", dependencies: ["Archives", "Networks", "ReceptiveFields", "ReferenceData"],
            exclude: ["Reference"]),
        .testTarget(
            name: "ArchivesTests",
            dependencies: ["Archives", "CZlib", "Files", "Kernels", "Networks", "Planes", "ReferenceData"],
            exclude: ["Reference"]),
        .testTarget(
            name: "RetinotopyTests",
            dependencies: ["GSL", "GaborBanks", "Kernels", "Planes", "ReferenceData", "Retinotopy", "Workers"],
            exclude: ["Reference"]),
        .testTarget(
            name: "LessonsTests",
            dependencies: [
                "Archives", "Figures", "GSL", "Lessons", "Networks", "Planes", "ReceptiveFields", "Tables",
            ]),
        .testTarget(
            name: "LearningTests",
            dependencies: ["Archives", "GSL", "Inference", "Learning", "Networks", "Planes", "Workers"]),
        .testTarget(
            name: "ReadmeTests", dependencies: ["Archives", "GaborBanks", "Kernels", "Physiology", "Planes", "Workers"]),
        .testTarget(
            name: "DocumentationTests",
            dependencies: [
                "Archives", "Explorer", "Figures", "Files", "GSL", "GaborBanks", "Inference", "Kernels", "Learning",
                "Lessons", "Networks", "Physiology", "Planes", "ReceptiveFields", "Reports", "Retinotopy", "Runs",
                "Stimuli", "Tables", "WebPages", "Workers",
            ]),
        .testTarget(name: "FilesTests", dependencies: ["COpenedLibrary", "Files", "ReferenceData"]),
        .testTarget(
            name: "RunsTests",
            dependencies: [
                "Archives", "Files", "Inference", "Networks", "Physiology", "ReferenceData", "Reports", "Runs",
                "Tables", "Workers",
            ]),
        .testTarget(name: "WebPagesTests", dependencies: ["ReferenceData", "WebPages"]),
        .testTarget(name: "TablesTests", dependencies: ["Tables"]),
        .testTarget(name: "PagesTests", dependencies: ["Archives", "Planes", "striate"]),
        .testTarget(name: "FiguresTests", dependencies: ["Archives", "Figures", "Planes", "Tables"]),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "Archives", "Figures", "GSL", "GaborBanks", "Kernels", "Lessons", "Networks", "Physiology", "Planes",
                "ReceptiveFields", "Reports", "Tables", "Workers",
            ]),
        .testTarget(
            name: "ExplorerTests",
            dependencies: [
                "Archives", "Explorer", "Files", "Inference", "Networks", "Physiology", "Planes", "ReceptiveFields",
                "ReferenceData", "Retinotopy", "WebPages", "Workers", "striate",
            ],
            exclude: ["Browser"]),
        .testTarget(
            name: "StriateTests",
            dependencies: [
                "Archives", "Kernels", "Planes", "ReferenceData", "Runs", "Tables", "striate",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Reference"]),
    ],
    cLanguageStandard: .c17
)

for target in package.targets where target.type != .system {
    let isC = target.name.starts(with: /C[A-Z]/)
    target.cSettings = isC ? [.treatAllWarnings(as: .error)] : nil
    target.swiftSettings =
        isC
        ? nil
        : [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
    // Tests spend their time in what they test: optimising them too would only take longer to build.
    if target.type == .test {
        target.swiftSettings?.append(.unsafeFlags(["-Onone"], .when(configuration: .release)))
    }
}

// STRIATE_FUZZ=1 adds what ordinary builds do not see: libFuzzer over the reading and running of model files.
if Context.environment["STRIATE_FUZZ"] != nil {
    let instrumented = SwiftSetting.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["Archives", "Inference", "Networks", "Planes", "ReceptiveFields", "Workers"],
            swiftSettings: [instrumented],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
    for target in package.targets where ["Archives", "Inference", "Networks", "ReceptiveFields"].contains(target.name) {
        target.swiftSettings?.append(instrumented)
    }
}
