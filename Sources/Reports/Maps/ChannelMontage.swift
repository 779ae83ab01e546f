import Figures
import Networks
import Planes
import Retinotopy

/// The maps of a layer's channels, the strongest first.
struct ChannelMontage: Sendable {
    /// A channel and its part of the layer's activity.
    struct Channel: Sendable {
        let index: Int
        /// Of the squared activations of all channels.
        let share: Double
        let map: Plane
    }

    /// The strongest first, of equal ones the first.
    let channels: [Channel]
    /// Whether a value of any channel is negative.
    let isSigned: Bool

    /// The strongest of some channels' maps.
    init(_ planes: [Plane], atMost most: Int) {
        let energies = planes.map { $0.norm * $0.norm }
        let all = max(energies.reduce(0, +), .leastNonzeroMagnitude)
        let order = energies.indices.sorted { (energies[$1], $0) < (energies[$0], $1) }
        isSigned = planes.contains { $0.values.contains { $0 < 0 } }
        channels = order.prefix(most).map { Channel(index: $0, share: energies[$0] / all, map: planes[$0]) }
    }

    /// The longer side of a map on the screen, in pixels, as near as whole magnifications come.
    private static let side = 112

    /// Every map scaled to its own largest |activation|; large ones are made smaller.
    var tiles: [Montage.Tile] {
        channels.map { channel in
            Montage.Tile(
                pictures: [picture(channel.map.reduced(toSide: Self.side))],
                caption: "\(channel.index): \(rounded(100 * channel.share, 1)) %")
        }
    }

    /// Screen pixels per unit.
    var magnification: Int {
        channels.first.map { max(1, Self.side / max($0.map.size.height, $0.map.size.width)) } ?? 1
    }

    /// What the colours stand for.
    static func scaleBar(isSigned: Bool) -> Montage.ScaleBar {
        isSigned
            ? Montage.ScaleBar(scale: .diverging, low: "−max", high: "+max |activation|")
            : Montage.ScaleBar(scale: .heat, low: "0", middle: "", high: "max activation")
    }

    private func picture(_ plane: Plane) -> Picture { Picture(activity: plane, isSigned: isSigned) }
}

extension Picture {
    /// Activations by their largest size: signed ones on both sides of 0, others from 0 on.
    init(activity plane: Plane, isSigned: Bool) {
        let largest = plane.values.reduce(0) { max($0, abs($1)) }
        if isSigned {
            self.init(signed: plane, limit: largest)
        } else {
            self.init(size: plane.size) { row, column in
                ColorScale.heat.color(share: largest > 0 ? Double(plane[row, column] / largest) : 0)
            }
        }
    }
}

extension Plane {
    /// The means over blocks, as small ones as bring the longer side to at most `side`.
    func reduced(toSide side: Int) -> Plane {
        let block = (max(size.height, size.width) + side - 1) / side
        guard block > 1 else { return self }
        let whole = PixelSize(
            height: (size.height + block - 1) / block, width: (size.width + block - 1) / block)
        return Plane(size: whole) { row, column in
            let rows = row * block..<min((row + 1) * block, size.height)
            let columns = column * block..<min((column + 1) * block, size.width)
            var sum: Float = 0
            for i in rows { for j in columns { sum += self[i, j] } }
            return sum / Float(rows.count * columns.count)
        }
    }
}

extension MapStudy {
    /// Channels that are shown at most.
    private static let mostChannels = 45

    /// The maps of the channels, the strongest first.
    var channelWall: Montage {
        let wall = ChannelMontage(map.planes, atMost: Self.mostChannels)
        let (shown, count) = (wall.channels.count, map.channels.count)
        return Montage(
            title: "\(layer) on \(name): \(counted(count, "channel", "channels")) of \(map.lattice.size) units",
            sections: [
                Montage.Section(
                    heading: shown < count ? "The \(shown) strongest channels" : "All channels, the strongest first",
                    tiles: wall.tiles)
            ],
            note:
                "Beneath each map its channel, and its share of the squared activations of all channels. Each map is scaled to its own largest |activation|.",
            scaleBars: [ChannelMontage.scaleBar(isSigned: wall.isSigned)], magnification: wall.magnification)
    }
}
