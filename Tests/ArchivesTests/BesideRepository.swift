import Foundation
import Testing

/// A file or folder kept beside the repository, which is no part of it; `nil` where it is absent.
func beside(_ name: String) -> String? {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/reference/\(name)").standardized.path
    return FileManager.default.fileExists(atPath: path) ? path : nil
}

extension Trait where Self == ConditionTrait {
    /// A test of files beside the repository, which is skipped, and says so, where one of them is absent.
    static func needs(_ names: String...) -> Self {
        .enabled(if: names.allSatisfy { beside($0) != nil }, "no ../shared/reference/\(names.joined(separator: ", "))")
    }
}
