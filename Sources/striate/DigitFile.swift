import ArgumentParser
import Archives
import Files
import Foundation
import Learning
import Networks
import Planes

/// A table of digits, parted into those to learn from, to choose by and to be tested on.
struct DigitFile {
    private let table: PixelTable
    /// Digits of each part.
    let trainingCount, validationCount, testCount: Int
    /// SHA-256 of the file.
    let digest: String

    /// Opens a table of as many digits as asked for.
    ///
    /// - Parameter count: to learn from; all that are in no other part, if left out.
    init(_ path: String, count: Int?, validationCount: Int, testCount: Int) throws {
        let table = try PixelTable(path: path)
        guard table.size == Architecture.digit else {
            throw ArchiveError.malformed(
                file: path, place: "row 0 of \(table.size) pixels", expectation: "pictures of 28 × 28 are learnt")
        }
        let held = Count.sum([validationCount, testCount])
        let count = count ?? table.count - min(held, table.count)
        guard count > 0, Count.sum([count, held]) <= table.count else {
            throw ValidationError(
                "--held, --validation, --count: \(table.count) digits are there; fewer, or another file with --digits")
        }
        self.table = table
        (trainingCount, self.validationCount, self.testCount) = (count, validationCount, testCount)
        digest = try FileDigest.ofRead(path)
    }

    /// The parts by a seed.
    func parts(seed: UInt64) throws -> SplitStudy.Parts {
        let split = Digits.split(
            table.count, training: trainingCount, validation: validationCount, test: testCount, seed: seed)
        return SplitStudy.Parts(
            training: try Self.digits(split.training, of: table),
            validation: try Self.digits(split.validation, of: table),
            test: try Self.digits(split.test, of: table), testRows: split.test)
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
