import Archives
import Foundation
import Networks
import ReceptiveFields
import Testing

/// Fields of networks of `torch.export`, beside PyTorch's gradients and the same networks as ONNX.
@Suite struct TorchExportFieldTests {
    private struct Case: Decodable {
        let `case`, file: String
        let onnx: String?
        let output: [Int]?
        /// First and last input, and how many, of every output row and column.
        let rows, columns: [[Int]]?
    }

    private static let beside = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/reference/graphs/torch").standardized

    private static let bundled = References.folder.appending(path: "torch_export")

    private static func cases(_ folder: URL) -> [Case] {
        (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appending(path: "reference.json")))) ?? []
    }

    private static func fields(_ file: URL, keeping: Set<String> = []) throws -> ReceptiveFields {
        let network = try Network(path: file.path)
        return try ReceptiveFields(of: network, image: ImageInput(of: network), keeping: keeping)
    }

    private static func check(_ reference: Case, in folder: URL) throws {
        let network = try Network(path: folder.appending(path: reference.file).path)
        let output = try #require(network.outputs.first)
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network), keeping: [output])
        #expect(fields.unknown.isEmpty)
        guard let rows = reference.rows, let columns = reference.columns else { return }
        let units = try #require(fields.units[output])
        #expect(units.height == rows.count && units.width == columns.count)
        for (row, expected) in rows.enumerated() {
            let seen = units.field(row: row, column: 0, strictly: true).rows
            #expect([seen.first, seen.last, seen.count] == expected, "\(reference.case) row \(row)")
        }
        for (column, expected) in columns.enumerated() {
            let seen = units.field(row: 0, column: column, strictly: true).columns
            #expect([seen.first, seen.last, seen.count] == expected, "\(reference.case) column \(column)")
        }
    }

    @Test(arguments: cases(bundled).indices)
    func `every unit sees what PyTorch's gradients reach`(index: Int) throws {
        try Self.check(Self.cases(Self.bundled)[index], in: Self.bundled)
    }

    @Test(
        .enabled(if: !cases(beside).isEmpty, "no ../shared/reference/graphs/torch"), arguments: cases(beside).indices)
    func `every unit of the networks kept beside sees what PyTorch's gradients reach`(index: Int) throws {
        try Self.check(Self.cases(Self.beside)[index], in: Self.beside)
    }

    /// Convolutions, pools and products in their order: what stands between them has other names, and other parts.
    @Test(
        .enabled(if: !cases(beside).isEmpty, "no ../shared/reference/graphs/torch"), arguments: cases(beside).indices)
    func `layers have the fields that they have in the same network as ONNX`(index: Int) throws {
        let reference = Self.cases(Self.beside)[index]
        guard let onnx = reference.onnx else { return }
        func table(_ file: String) throws -> [String] {
            try Self.fields(Self.beside.appending(path: file)).tensors.compactMap { field in
                guard field.node.op.kind.hasWindow || field.node.op == .gemm else {
                    return nil
                }
                let axes = [field.rows, field.columns].map { axis in
                    "\(axis.size), \(String(describing: axis.stride)), \(String(describing: axis.start))"
                }
                return "\(field.node.op) \(field.shape ?? []) \(axes)"
            }
        }
        #expect(try table(reference.file) == table(onnx))
    }

    @Test func `the windows of an adaptive pool are those of PyTorch`() throws {
        // 5 windows over 10 rows lie side by side; 7 over 13 columns are of 2 or 3, and overlap.
        let network = try Network(path: Self.bundled.appending(path: "adaptive.pt2").path)
        let output = try #require(network.outputs.first)
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network), keeping: [output])
        let units = try #require(fields.units[output])
        for row in 0..<5 {
            let seen = units.field(row: row, column: 0).rows
            #expect(seen.first == 2 * row && seen.last == 2 * row + 1)
        }
        for column in 0..<7 {
            let seen = units.field(row: 0, column: column).columns
            let last = ((column + 1) * 13 + 6) / 7 - 1
            #expect(seen.first == column * 13 / 7 && seen.last == last)
        }
    }
}
