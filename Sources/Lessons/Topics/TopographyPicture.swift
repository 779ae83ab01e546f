internal import Foundation
import Figures
import Planes
import Retinotopy

/// The right half of the visual field in coloured rings and sectors, and the left hemisphere's V1 in the same colours.
struct TopographyPicture {
    let map: CorticalMap

    /// Rings: each ends at twice the eccentricity of the one before.
    private static let ringEnds = [1.0, 2, 4, 8, 16, 32, 64]

    private static func ring(_ point: VisualPoint) -> Int? { ringEnds.firstIndex { point.eccentricity < $0 } }

    /// The cortex in figures: which ring each place belongs to. Two millimetres a column, four a line.
    var letters: [String] {
        let corners =
            Self.ringEnds.last.map { end in
                [-90.0, -45, 0, 45, 90].map {
                    map.position(of: VisualPoint(eccentricity: end, polarAngle: $0), in: .left)
                }
            } ?? []
        let left = Int(((corners.map(\.x).min() ?? 0) / 2).rounded(.down))
        let top = Int(((corners.map(\.y).map { abs($0) }.max() ?? 0) / 4).rounded(.up))
        return (-top...top).map { line in
            let row = (left...0).map { column -> Character in
                let point = CorticalPoint(hemisphere: .left, x: Double(2 * column), y: Double(-4 * line))
                guard let ring = map.place(at: point).flatMap(Self.ring) else { return " " }
                return Character("\(ring)")
            }
            return String(String(row).reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    /// Rings in shades, upper field red, lower blue, a fine line between sectors of 30°.
    private static func color(_ point: VisualPoint) -> Color? {
        guard let ring = ring(point), let angle = point.polarAngle else { return nil }
        let elevation = angle > 180 ? angle - 360 : angle
        let hue = Color(hex: 0x2166AC).mixed(with: Color(hex: 0xB2182B), part: (elevation + 90) / 180)
        let shade = ring.isMultiple(of: 2) ? 0.15 : 0.55
        let sector = Int(((elevation + 90) / 30).rounded(.down))
        return hue.mixed(with: .white, part: shade + (sector.isMultiple(of: 2) ? 0 : 0.15))
    }

    private var field: Picture {
        let side = 361
        let reach = Self.ringEnds[4]
        return Picture(size: PixelSize(height: side, width: side / 2 + 1)) { row, column in
            let scale = 2 * reach / Double(side - 1)
            let point = VisualPoint(x: Double(column) * scale, y: (Double(side - 1) / 2 - Double(row)) * scale)
            return point.eccentricity < reach ? Self.color(point) ?? .white : .white
        }
    }

    private var cortex: Picture {
        let side = 361
        let millimetres = 60.0
        return Picture(size: PixelSize(height: side, width: side)) { row, column in
            let scale = millimetres / Double(side - 1)
            let point = CorticalPoint(
                hemisphere: .left, x: (Double(column) - Double(side - 1)) * scale,
                y: (Double(side - 1) / 2 - Double(row)) * scale)
            return map.place(at: point).flatMap(Self.color) ?? .white
        }
    }

    /// Field and cortex side by side.
    var montage: Montage {
        let reach = Numeral.text(Self.ringEnds[4])
        return Montage(
            title: "What one sees, and where the cortex has it",
            sections: [
                Montage.Section(
                    heading: "Rings end at 1°, 2°, 4°, 8°, 16° …; sectors are 30° wide; upper field red, lower blue",
                    tiles: [
                        Montage.Tile(
                            pictures: [field],
                            caption: "Right half of the visual field\nto \(reach)°, fixation at the left"),
                        Montage.Tile(
                            pictures: [cortex],
                            caption: "V1 of the left hemisphere from behind\n60 mm wide, fixation at the right"),
                    ])
            ],
            note:
                "The first degree is a speck in the field and a good part of the cortex. Neighbours stay neighbours; up is down; right is left. Wedge-dipole map of Polimeni, Balasubramanian & Schwartz (2006).",
            magnification: 1, width: 860)
    }
}
