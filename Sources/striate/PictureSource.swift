import Archives
import Foundation
import Planes

/// A file of one picture, or of one in each row.
struct PictureSource {
    /// A picture, read when it is asked for.
    struct Picture {
        let name: String
        /// Of a file of several.
        let row: Int?
        let truth: String?
        let image: () throws -> Image
    }

    let path: String

    /// The pictures; of a table each `every`-th row.
    func pictures(every: Int) throws -> [Picture] {
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard PixelTable.recognizes(path: path) else {
            let file = try ImageFile(path: path)
            return [Picture(name: name, row: nil, truth: nil) { try file.image() }]
        }
        let table = try PixelTable(path: path)
        return stride(from: 0, to: table.count, by: every).map { row in
            Picture(name: name, row: row, truth: table.label(row)) { try table.image(row) }
        }
    }
}
