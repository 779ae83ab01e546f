import Archives
import Foundation
import Kernels
import Networks
import Planes
import Testing

/// The bytes of a file in Reference; how they were made is told in its ORIGIN.md.
func referenceFile(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")
    return try Array(Data(contentsOf: folder.appending(path: name)))
}

/// A layer as the tool that wrote the file has it.
struct ReferenceLayer: Decodable {
    let name: String
    let op: String?
    /// Output, input, row, column.
    let shape: [Int]
    let values: [Float]
    let bias: [Float]?
    let group: Int

    /// Whether a file's layer is this one, weight by weight.
    func check(_ layer: ConvolutionLayer, of file: ModelFile) throws {
        let bank = try file.kernels(of: layer)
        let found = [bank.count, bank.channelCount, bank.size.height, bank.size.width]
        #expect(
            layer.name == name && layer.group == group && layer.op.name == op ?? layer.op.name && found == shape,
            "\(name)")
        #expect(bank.kernels.flatMap(\.values) == values, "\(name)")
        #expect(try file.bias(of: layer) == bias, "\(name)")
    }
}
