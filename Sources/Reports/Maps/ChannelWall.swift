import Figures
import Planes
import Retinotopy

extension MapStudy {
    /// Channels that are shown at most.
    private static let mostChannels = 45

    /// The maps of the channels, the strongest first.
    var channelWall: Montage {
        let energies = map.planes.map { $0.norm * $0.norm }
        let all = max(energies.reduce(0, +), .leastNonzeroMagnitude)
        let order = energies.indices.sorted { (energies[$1], $0) < (energies[$0], $1) }
        let isSigned = map.planes.contains { $0.values.contains { $0 < 0 } }
        let shown = order.prefix(Self.mostChannels)
        let tiles = shown.map { channel in
            Montage.Tile(
                pictures: [Self.picture(map.planes[channel], isSigned: isSigned)],
                caption: "\(channel): \(rounded(100 * energies[channel] / all, 1)) %")
        }
        let count = map.channels.count
        return Montage(
            title: "\(layer) on \(name): \(count) channels of \(map.lattice.size) units",
            sections: [
                Montage.Section(
                    heading: shown.count < count
                        ? "The \(shown.count) strongest channels" : "All channels, the strongest first",
                    tiles: tiles)
            ],
            note:
                "Beneath each map its channel, and its share of the squared activations of all channels. Each map is scaled to its own largest |activation|.",
            scaleBars: [
                isSigned
                    ? Montage.ScaleBar(scale: .diverging, low: "−max", high: "+max |activation|")
                    : Montage.ScaleBar(scale: .heat, low: "0", middle: "", high: "max activation")
            ], magnification: max(1, 112 / max(map.lattice.size.height, map.lattice.size.width)))
    }

    private static func picture(_ plane: Plane, isSigned: Bool) -> Picture {
        let largest = plane.values.reduce(0) { max($0, abs($1)) }
        if isSigned { return Picture(signed: plane, limit: largest) }
        return Picture(size: plane.size) { row, column in
            ColorScale.heat.color(share: largest > 0 ? Double(plane[row, column] / largest) : 0)
        }
    }
}
