import ArgumentParser
import Archives
import Files
import Foundation
import Learning
import Planes

/// A table of digits, some to learn from and others held back.
struct DigitFile {
    let training, test: Digits
    /// SHA-256 of the file.
    let digest: String

    /// Reads as many digits as asked for.
    ///
    /// - Parameter count: to learn from; all that are not held back, if left out.
    init(_ path: String, count: Int?, testCount: Int, seed: UInt64) throws {
        let table = try PixelTable(path: path)
        guard table.size == Architecture.digit else {
            throw ArchiveError.malformed(
                file: path, place: "row 0 of \(table.size) pixels", expectation: "pictures of 28 × 28 are learnt")
        }
        let count = count ?? table.count - testCount
        guard count > 0, count + testCount <= table.count else {
            throw ValidationError(
                "--held, --count: \(table.count) digits are there; fewer, or another file with --digits")
        }
        let split = Digits.split(table.count, training: count, test: testCount, seed: seed)
        training = try Self.digits(split.training, of: table)
        self.test = try Self.digits(split.test, of: table)
        digest = try FileDigest.ofRead(path)
    }

    private static func digits(_ rows: [Int], of table: PixelTable) throws -> Digits {
        var (values, labels) = ([Float](), [Int]())
        for row in rows {
            guard let label = table.label(row).flatMap(Int.init), (0..<Architecture.classes).contains(label) else {
                throw ArchiveError.malformed(
                    file: table.path, place: "the label of row \(row)", expectation: "a digit from 0 to 9 is expected")
            }
            values += try table.image(row).planes[0].values.map { $0 * 255 }
            labels.append(label)
        }
        let size = Architecture.digit
        return Digits(images: Tensor(shape: [rows.count, 1, size.height, size.width], values: values), labels: labels)
    }
}

extension FileDigest {
    /// Of a file that was read: an error where it changed since.
    static func ofRead(_ path: String) throws -> String {
        guard let digest = sha256(fileAt: path) else { throw ArchiveError.changed(file: path) }
        return digest
    }
}
