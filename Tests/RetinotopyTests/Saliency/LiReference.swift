import Foundation
import Planes
import ReferenceData
import Retinotopy

/// The reference arrays of Li's model.
enum LiReference {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The numbers of a float64 `.npy` file.
    static func doubles(_ name: String) throws -> [Double] {
        try ReferenceArray(here.appending(path: "Reference/\(name)")).values
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
