import Foundation
import ReceptiveFields
import Testing

/// The published table of google-research/receptive_field against our own graphs of TF-Slim's networks.
@Suite struct DistillTests {
    private struct EndPoint {
        let network, resolution, name: String
        let size: Int
        let stride, padding: Double
    }

    private static let table: [EndPoint] = {
        let file = References.folder.appending(path: "distill_table.csv")
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(whereSeparator: \.isNewline) ?? []
        return lines.dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 7, let size = Int(cells[4]), let stride = Double(cells[5]),
                let padding = Double(cells[6])
            else { return nil }
            // An end point is named with its network before it, a tensor of our graphs without.
            let name = cells[2].hasPrefix(cells[0] + "/") ? String(cells[2].dropFirst(cells[0].count + 1)) : cells[2]
            return EndPoint(
                network: cells[0], resolution: cells[1], name: name, size: size, stride: stride, padding: padding)
        }
    }()

    private static let graphs: [(file: String, network: String, resolution: String, endPoints: Int)] = [
        ("slim_alexnet_v2_224", "alexnet_v2", "224", 7), ("slim_inception_v2_224", "inception_v2", "224", 15),
        ("slim_mobilenet_v1_224", "mobilenet_v1", "224", 14), ("slim_resnet_v1_101_224", "resnet_v1_101", "224", 4),
        ("slim_resnet_v1_152_224", "resnet_v1_152", "224", 4), ("slim_resnet_v1_50_224", "resnet_v1_50", "224", 4),
        ("slim_resnet_v1_50_321", "resnet_v1_50", "321", 4), ("slim_vgg_16_224", "vgg_16", "224", 13),
        ("slim_vgg_a_224", "vgg_a", "224", 13),
    ]

    @Test(arguments: graphs.indices)
    func `published end points agree`(index: Int) throws {
        let (file, network, resolution, count) = Self.graphs[index]
        let fields = try References.fields("onnx/\(file).onnx").tensors
        let byName = Dictionary(fields.map { ($0.tensor, $0) }) { first, _ in first }
        var compared = 0
        for point in Self.table where point.network == network && point.resolution == resolution {
            guard let field = byName[point.name] else { continue }
            for axis in [field.rows, field.columns] {
                #expect(
                    axis.size == point.size && axis.stride == point.stride && axis.start == -point.padding, "\(point)")
            }
            compared += 1
        }
        #expect(compared == count)
    }
}
