import Foundation

extension String {
    /// Of a path: the file's own name.
    var fileName: String { URL(fileURLWithPath: self).lastPathComponent }
}
