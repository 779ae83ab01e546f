import Foundation

/// A model file of a size that real ones have, written without holding it in memory: weights count up in steps of 1/64.
struct LargeFile {
    /// Which layers it has.
    enum Network: String, CaseIterable {
        case firstLayer = "first layer alone"
        case alexNet = "AlexNet"
        case vgg16 = "VGG-16"

        /// Names and shapes of the weights.
        var weights: [(name: String, shape: [Int])] {
            let convolutions: [[Int]] =
                switch self {
                case .firstLayer: [[64, 3, 11, 11]]
                case .alexNet:
                    [[64, 3, 11, 11], [192, 64, 5, 5], [384, 192, 3, 3], [256, 384, 3, 3], [256, 256, 3, 3]]
                case .vgg16:
                    [(3, 64), (64, 64), (64, 128), (128, 128), (128, 256), (256, 256), (256, 256), (256, 512)].map {
                        [$0.1, $0.0, 3, 3]
                    } + [[Int]](repeating: [512, 512, 3, 3], count: 5)
                }
            let dense: [[Int]] =
                switch self {
                case .firstLayer: []
                case .alexNet: [[4096, 9216], [4096, 4096], [1000, 4096]]
                case .vgg16: [[4096, 25088], [4096, 4096], [1000, 4096]]
                }
            return convolutions.enumerated().map { ("conv\($0).weight", $1) }
                + dense.enumerated().map { ("fc\($0).weight", $1) }
        }
    }

    /// In which format.
    enum Format: String, CaseIterable {
        case onnx = "ONNX"
        case safetensors
        case pth = ".pth"
        case npz = ".npz"
        case npy = ".npy"
    }

    let weights: [(name: String, shape: [Int], bytes: Int)]
    private let format: Format

    init(_ network: Network, _ format: Format) {
        weights = network.weights.map { ($0.name, $0.shape, 4 * $0.shape.reduce(1, *)) }
        self.format = format
    }

    /// What the first weights must read as.
    static func weights(_ count: Int) -> [Float] { (0..<count).map { Float($0 % 4096) / 64 } }

    /// A piece of the file: bytes, or a weight of so many.
    enum Piece {
        case bytes([UInt8])
        case weight(Int)
    }

    /// Writes the file.
    func write(to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        defer { try? handle.close() }
        let ramp = Self.weights(1 << 18).withUnsafeBytes { Data($0) }
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): try handle.write(contentsOf: Data(bytes))
            case .weight(let count):
                for start in stride(from: 0, to: count, by: ramp.count) {
                    try handle.write(contentsOf: ramp.prefix(count - start))
                }
            }
        }
    }

    private var pieces: [Piece] {
        switch format {
        case .onnx: onnx
        case .safetensors: safetensors
        case .pth:
            archive(
                [("m/data.pkl", [.bytes(pickle)])]
                    + weights.indices.map { ("m/data/\($0)", [.weight(weights[$0].bytes)]) })
        case .npz: archive(weights.map { ("\($0.name).npy", npy($0.shape, $0.bytes)) })
        case .npy: npy(weights[0].shape, weights[0].bytes)
        }
    }
}
