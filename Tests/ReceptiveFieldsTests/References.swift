import Archives
import Foundation
import Networks
import ReceptiveFields

/// Reference graphs and what their units see, computed for this project: `reference.json` by back-propagating
/// indicators in PyTorch, checked against ONNX Runtime with single-pixel impulses; `micro.json` by ONNX Runtime's
/// impulses alone. Weights are replaced by `ConstantOfShape`. `distill_table.csv` is the published table of
/// google-research/receptive_field (Araujo, Norris & Sim 2019).
enum References {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")

    static func fields(_ file: String, keeping: Set<String> = []) throws -> ReceptiveFields {
        let network = try Network(path: folder.appending(path: file).path)
        return try ReceptiveFields(of: network, image: ImageInput(of: network), keeping: keeping)
    }

    private static func decoded<Content: Decodable>(_ file: String) -> Content? {
        try? JSONDecoder().decode(Content.self, from: Data(contentsOf: folder.appending(path: file)))
    }

    /// A tensor of a real network.
    struct Layer: Decodable {
        let tensor: String
        let rf_h, rf_w: Int
        let dense, shift_invariant, strict_global: Bool
        let stride_h, stride_w, start_h, start_w: Double?
        let center_h, center_w: Double?
        let output_shape: [Int]
        let units: [[Int]]?
        let boxes: [[Int]]?
    }

    struct Model: Decodable {
        let file: String
        let layers: [Layer]
    }

    private struct Models: Decodable { let models: [String: Model] }

    static let models = (decoded("reference.json") as Models?)?.models ?? [:]

    /// A network of one or a few operations.
    struct Case: Decodable {
        struct Axis: Decodable { let rf, stride, start: Int? }

        let `case`, file, output: String
        let output_shape: [Int]
        let h, w: Axis
        /// First and last pixel of every unit, and how many there are.
        let units_h, units_w: [[Int]]
    }

    static let cases = decoded("micro.json") as [Case]? ?? []
}
