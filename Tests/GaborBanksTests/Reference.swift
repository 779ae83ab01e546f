import Foundation
import ReferenceData

/// Files beside these tests.
enum Reference {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")

    /// The numbers of a `.npy` file.
    static func array(_ name: String) throws -> ReferenceArray { try ReferenceArray(folder.appending(path: name)) }
}
