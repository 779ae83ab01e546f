import Archives
import Foundation
import Kernels
import Planes
import ReferenceData
import Testing

/// Where the tests' files are.
enum References {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()
    private static let repository = here.deletingLastPathComponent().deletingLastPathComponent()

    static func json<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        try JSONDecoder().decode(type, from: Data(contentsOf: here.appending(path: "Reference/\(name)")))
    }

    /// The path of a reference file.
    static func path(_ name: String) throws -> String { here.appending(path: "Reference/\(name)").path }

    /// The numbers of a float64 `.npy` file.
    static func doubles(_ name: String) throws -> [Double] {
        try ReferenceArray(here.appending(path: "Reference/\(name)")).values
    }

    /// A file of the repository's data, or of those kept beside the repository and no part of it; `nil` where absent.
    static func kernels(_ name: String) -> String? {
        ["data/\(name)", "data/kernels/\(name)", "../shared/reference/kernels/\(name)"]
            .map { repository.appending(path: $0).standardized.path }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The first `count` kernels of a file's first layer.
    static func bank(_ path: String, first count: Int = .max) throws -> KernelBank {
        let file = try ModelFile(path: path)
        let bank = try file.kernels(of: try file.choice(of: nil).layer)
        return KernelBank(name: bank.name, kernels: Array(bank.kernels.prefix(count)))
    }
}

extension Trait where Self == ConditionTrait {
    /// A test of kernels beside the repository, which is skipped, and says so, where some of them are absent.
    static func needs(_ names: [String]) -> Self {
        .enabled(
            if: names.allSatisfy { References.kernels($0) != nil },
            "no ../shared/reference/kernels with \(names.joined(separator: ", "))")
    }
}
