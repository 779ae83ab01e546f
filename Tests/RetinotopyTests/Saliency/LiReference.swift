import Foundation
import Planes
import Retinotopy

/// The reference arrays of Li's model.
enum LiReference {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The numbers of a float64 `.npy` file, after its header of 10 bytes and the length these give.
    static func doubles(_ name: String) throws -> [Double] {
        let bytes = [UInt8](try Data(contentsOf: here.appending(path: "Reference/\(name)")))
        let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
        return stride(from: start, to: bytes.count, by: 8).map { place in
            Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) })
        }
    }

    /// A saliency map: the maximum over orientations.
    static func map(of kind: BarScene.Kind) throws -> [Double] {
        let name =
            switch kind {
            case .homogeneous: "homogeneous"
            case .popout90: "popout_90deg"
            case .popout30: "popout_30deg"
            case .textureBorder: "texture_border_0_vs_90"
            }
        return try doubles("li_sal_\(name).npy")
    }
}
