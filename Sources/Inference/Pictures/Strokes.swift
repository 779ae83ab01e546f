import Planes

/// What is drawn on a picture: 0 where it is bare, 1 where a stroke is full.
struct Strokes: Hashable, Sendable {
    let plane: Plane

    /// The longer side at which ink is looked for.
    private static let side = 256

    /// Ink on paper that is lit as it may be: how much darker than the paper a place is, 1 − picture/paper.
    ///
    /// What is ink is told by the threshold that parts the two best (Otsu); specks are dust. Looked at with no more than
    /// 256 pixels on the longer side.
    /// - SeeAlso: Otsu (1979), *IEEE Trans. Syst. Man Cybern.* 9:62.
    init(inkOf picture: Image) { self.init(Ink(picture.luminance(withinSide: Self.side))) }

    /// The same where the picture is ink on paper beyond doubt; else `nil`.
    init?(recognizedOn picture: Image) {
        let ink = Ink(picture.luminance(withinSide: Self.side))
        guard ink.isRecognized else { return nil }
        self.init(ink)
    }

    private init(_ ink: Ink) { plane = Specks.removed(from: ink.strokes) }

    /// Light strokes on a dark ground, which is as the picture's edge mostly is.
    init(lightOf picture: Image) {
        let light = picture.luminance(withinSide: Self.side)
        let ground = light.edge.sorted()[light.edge.count / 2]
        let range = max((light.values.max() ?? 1) - ground, .leastNormalMagnitude)
        plane = Plane(size: light.size, values: light.values.map { max($0 - ground, 0) / range })
    }
}

/// Ink found on a page.
private struct Ink {
    /// How much darker than the paper, from 0 to 1.
    private let darkness: Plane
    /// From which darkness on a place is ink.
    private let threshold: Float
    /// Mean darkness of ink and of bare paper.
    private let full, bare: Float

    /// Strokes are narrower than this part of the page's longer side.
    private static let widestStroke = 1.0 / 3

    init(_ page: Plane) {
        let longer = max(page.size.height, page.size.width)
        let radius = max(2, Int(Double(longer) * Self.widestStroke / 2))
        // The grain of a photograph would make its brightest grains the paper.
        let paper = Paper(below: longer > 64 ? page.smoothed : page, radius: radius).plane
        darkness = Plane(
            size: page.size,
            values: zip(page.values, paper.values).map { min(max(1 - $0 / max($1, 1e-3), 0), 1) })
        let threshold = Threshold.parting(darkness.values)
        self.threshold = threshold
        (bare, full) = (
            Self.mean(darkness.values.filter { $0 <= threshold }), Self.mean(darkness.values.filter { $0 > threshold })
        )
    }

    private static func mean(_ values: [Float]) -> Float {
        values.isEmpty ? 0 : values.reduce(0, +) / Float(values.count)
    }

    /// Bare below half the threshold, full from ink's mean darkness on.
    var strokes: Plane {
        let range = max(full - threshold / 2, 1e-6)
        return Plane(
            size: darkness.size, values: darkness.values.map { min(max(($0 - threshold / 2) / range, 0), 1) })
    }

    /// A page is mostly paper, its edge nearly all, ink is a good deal darker, and the paper is even beside that.
    var isRecognized: Bool {
        let isInk = darkness.values.map { $0 > threshold }
        let share = Double(isInk.count { $0 }) / Double(isInk.count)
        let edge = darkness.edge
        let edgeShare = Double(edge.count { $0 > threshold }) / Double(edge.count)
        let deviations = darkness.values.filter { $0 <= threshold }.map { ($0 - bare) * ($0 - bare) }
        let unevenness = Self.mean(deviations).squareRoot()
        let contrast = full - bare
        return share > 0 && share <= 0.35 && edgeShare <= 0.05 && contrast >= 0.25 && unevenness <= 0.13 * contrast
    }
}

/// Otsu's threshold of values from 0 to 1, in 256 steps: the one between whose sides the variance is largest.
private enum Threshold {
    static func parting(_ values: [Float]) -> Float {
        let steps = 256
        var counts = [Double](repeating: 0, count: steps)
        for value in values { counts[min(Int(value * Float(steps)), steps - 1)] += 1 }
        let total = Double(values.count)
        let mean = counts.indices.reduce(0) { $0 + counts[$1] * (Double($1) + 0.5) } / total
        var (below, sum, best, step) = (0.0, 0.0, -1.0, 0)
        for index in counts.indices {
            below += counts[index] / total
            sum += counts[index] * (Double(index) + 0.5) / total
            guard below > 0, below < 1 else { continue }
            let between = (mean * below - sum) * (mean * below - sum) / (below * (1 - below))
            if between > best { (best, step) = (between, index) }
        }
        return Float(step + 1) / Float(steps)
    }
}

/// Connected patches far smaller than the largest: dust, the grain of paper.
private enum Specks {
    /// Patches are kept from this part of the largest on.
    private static let least = 0.05

    static func removed(from strokes: Plane) -> Plane {
        let (height, width) = (strokes.size.height, strokes.size.width)
        var patches: [[Int]] = []
        var isSeen = strokes.values.map { $0 <= 0 }
        for start in isSeen.indices where !isSeen[start] {
            var patch = [start]
            isSeen[start] = true
            var next = 0
            while next < patch.count {
                let (row, column) = (patch[next] / width, patch[next] % width)
                next += 1
                for y in max(row - 1, 0)...min(row + 1, height - 1) {
                    for x in max(column - 1, 0)...min(column + 1, width - 1) where !isSeen[y * width + x] {
                        isSeen[y * width + x] = true
                        patch.append(y * width + x)
                    }
                }
            }
            patches.append(patch)
        }
        let largest = patches.map(\.count).max() ?? 0
        var values = strokes.values
        for patch in patches where Double(patch.count) < least * Double(largest) {
            for place in patch { values[place] = 0 }
        }
        return Plane(size: strokes.size, values: values)
    }
}

extension Plane {
    /// The values around its outside.
    fileprivate var edge: [Float] {
        let (height, width) = (size.height, size.width)
        let rows = values.prefix(width) + values.suffix(width)
        return Array(rows) + (0..<height).flatMap { [self[$0, 0], self[$0, width - 1]] }
    }
}

extension Image {
    /// Its lightness, reduced until the longer side has no more pixels than that.
    fileprivate func luminance(withinSide side: Int) -> Plane {
        let longer = max(size.height, size.width)
        guard longer > side else { return encoded.luminance }
        let small = PixelSize(
            height: max(1, size.height * side / longer), width: max(1, size.width * side / longer))
        return resized(to: small, keeping: small).encoded.luminance
    }
}
