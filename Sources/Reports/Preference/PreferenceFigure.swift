public import Figures
import Inference
import Physiology
public import Planes

extension PreferredChannels {
    /// The longer side of a patch on the screen, in pixels, as near as whole magnifications come.
    private static let side = 80

    /// A patch for the eye: large ones are made smaller, all of a layer alike.
    public static func view(of patch: Image?, in layer: PixelSize) -> Picture {
        guard let patch else { return Picture(size: PixelSize(side: 1)) { _, _ in .white } }
        let part = min(1, Double(side) / Double(max(layer.height, layer.width)))
        return Picture(
            of: patch,
            size: PixelSize(
                height: max(1, Int((Double(patch.size.height) * part).rounded())),
                width: max(1, Int((Double(patch.size.width) * part).rounded()))))
    }

    /// The channels one below the other, each with the picture that was made for it and its patches, the best first.
    ///
    /// - Parameters:
    ///   - model: the file's name without its folder.
    ///   - views: of each channel its patches as ``view(of:in:)`` makes them; empty without pictures.
    ///   - part: which of the layer's figures it is, if there are several.
    ///   - isBlueFirst: whether the network takes blue before green and red.
    public func figures(
        model: String, views: [[Picture]], part: String?, isBlueFirst: Bool
    ) throws(FigureError) -> [(name: String, data: [UInt8])] {
        let window = layer.window
        let tiles = (0..<count).compactMap { index -> Montage.Tile? in
            guard let channel = channel(index) else { return nil }
            let made = stimuli.indices.contains(index) ? stimuli[index].first : nil
            let found = views.indices.contains(index) ? views[index] : []
            let values = patches.indices.contains(index) ? patches[index].patches.map { Double($0.value) } : []
            let range = values.first.map { first in
                values.count > 1 ? "\(short(first)) to \(short(values[values.count - 1]))" : short(first)
            }
            let words = [range, made.map { "made \(short(Double($0.value)))" }].compactMap(\.self)
            let pictures = (made.map { [Self.picture(of: $0.pattern, isBlueFirst)] } ?? []) + found
            guard !pictures.isEmpty else { return nil }
            return Montage.Tile(pictures: pictures, caption: "\(channel): \(words.joined(separator: ", "))")
        }
        let longer = max(window.height, window.width)
        return try Montage(
            title: "\(model), \(layer.name)" + (part.map { ", \($0)" } ?? ""),
            sections: [
                Montage.Section(
                    heading:
                        "What drives each channel most, in what its units see (\(sizes([window.height, window.width])) pixels)",
                    tiles: tiles)
            ], note: note, magnification: max(1, Self.side / longer), width: 600
        ).drawn().files(named: stem + (part.map { "-\($0.replacing(" ", with: "-"))" } ?? ""))
    }

    private var note: String {
        let first =
            stimuli.contains { !$0.isEmpty }
            ? "First in each row the picture that was made for the channel: mid grey is the background, and the largest difference from it is full. "
            : ""
        let others =
            patches.isEmpty
            ? "" : "Patches from left to right, the strongest first; a smaller one lies at the edge of its picture. "
        return first + others + "Beneath each row its channel and the answers."
    }

    /// What differs from the background, about mid grey.
    private static func picture(of pattern: Tensor<Float>, _ isBlueFirst: Bool) -> Picture {
        let planes = (0..<pattern.shape[1]).map { shrunk(pattern.plane(ofChannel: $0)) }
        let limit = planes.flatMap(\.values).reduce(0) { max($0, abs($1)) }
        guard planes.count == 3 else {
            let first = planes[0]
            return Picture(size: first.size) { row, column in
                let value = planes.reduce(0) { $0 + $1[row, column] } / Float(planes.count)
                return Color(grey: 0.5 + 0.5 * Double(limit > 0 ? value / limit : 0))
            }
        }
        return isBlueFirst
            ? Picture(red: planes[2], green: planes[1], blue: planes[0], limit: limit)
            : Picture(red: planes[0], green: planes[1], blue: planes[2], limit: limit)
    }

    private static func shrunk(_ plane: Plane) -> Plane { plane.reduced(toSide: side) }
}
