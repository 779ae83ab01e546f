internal import Planes

/// The saliency of a photograph by cells of several sizes, each on a sheet of its own.
///
/// Lateral connections reach ten hypercolumns, and what they compare has to lie within a few: the odd one of large things far
/// apart is odd only for large cells. So sheets of wavelengths half an octave apart look at the photograph. They are joined by how
/// much a place stands out among those that call on its own sheet: a cell's answer alone would make small cells, which see
/// more of every edge, always the loudest.
struct SaliencyScales {
    /// The finest first.
    let scales: [PhotographSaliency]
    /// By scale, what calls on it.
    private let calls: [[Int]]
    private let standings: [Standing]

    init(_ scales: [PhotographSaliency]) {
        precondition(!scales.isEmpty, "a photograph is looked at by some cells")
        self.scales = scales
        calls = scales.map(\.map.calls)
        standings = zip(scales, calls).map { scale, calls in Standing(among: calls.map { scale.map.values[$0] }) }
    }

    /// A place of one of the sheets.
    struct Place {
        let scale, row, column: Int
        let zScore: Double
    }

    /// The finest sheet, each of its places by the cells that make most of it.
    var joined: (map: SaliencyMap, zScores: [Double], wavelengths: [Double]) {
        let fine = scales[0].grid
        var (values, orientations, zScores, wavelengths) = ([Double](), [Int](), [Double](), [Double]())
        for row in 0..<fine.size.height {
            for column in 0..<fine.size.width {
                let (x, y) = fine.center(row: row, column: column)
                var best = (zScore: -Double.infinity, scale: 0, place: 0)
                for (index, scale) in scales.enumerated() {
                    let grid = scale.grid
                    let place =
                        min(Int(y) / grid.pitch, grid.size.height - 1) * grid.size.width
                        + min(Int(x) / grid.pitch, grid.size.width - 1)
                    let zScore = standings[index].zScore(of: scale.map.values[place], isMember: false)
                    if zScore > best.zScore { best = (zScore, index, place) }
                }
                let map = scales[best.scale].map
                values.append(map.values[best.place])
                orientations.append(map.orientations[best.place])
                zScores.append(best.zScore)
                wavelengths.append(scales[best.scale].grid.wavelength)
            }
        }
        return (SaliencyMap(size: fine.size, values: values, orientations: orientations), zScores, wavelengths)
    }

    /// The places in the order in which they call: the one that stands out most first, then of what is not within `radius`
    /// pixels of an earlier one (inhibition of return).
    func peaks(_ limit: Int, radius: Double) -> [Place] {
        let all = scales.indices.flatMap { index in
            calls[index].map { place in
                Place(
                    scale: index, row: place / scales[index].grid.size.width,
                    column: place % scales[index].grid.size.width,
                    zScore: standings[index].zScore(of: scales[index].map.values[place]))
            }
        }
        var peaks: [Place] = []
        // Equals stay in the order of scales and places.
        for place in all.enumerated().sorted(by: { ($1.element.zScore, $0.offset) < ($0.element.zScore, $1.offset) }) {
            guard peaks.count < limit else { break }
            let (x, y) = center(of: place.element)
            let isFresh = peaks.allSatisfy { peak in
                let (other, down) = center(of: peak)
                return (x - other) * (x - other) + (y - down) * (y - down) > radius * radius
            }
            if isFresh { peaks.append(place.element) }
        }
        return peaks
    }

    private func center(of place: Place) -> (x: Double, y: Double) {
        scales[place.scale].grid.center(row: place.row, column: place.column)
    }
}
