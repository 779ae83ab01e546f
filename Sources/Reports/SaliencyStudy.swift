internal import Planes
public import Retinotopy

/// One photograph or scene with its saliency, for reports.
public struct SaliencyStudy: Sendable {
    /// What V1 was shown.
    public enum Subject: Sendable {
        /// A photograph: where its hypercolumns stand, the contrast that gets half of the strongest input, and where it lies
        /// in the visual field, if that is known.
        case photograph(HypercolumnGrid, semisaturation: Double, field: VisualField?)
        /// A classic demonstration.
        case scene(BarScene)
    }

    /// As tables and reports call it.
    let name: String
    let subject: Subject
    let map: SaliencyMap
    /// In the order in which they call.
    let peaks: [SaliencyMap.Peak]
    /// Over the places that count: all of a photograph, those with a bar of a scene.
    let mean, standardDeviation: Double

    /// Within how many hypercolumns of a fixation the eyes do not return: the reach of a lateral connection.
    public static let returnRadius = LateralConnections.reach

    /// A photograph's saliency and its first fixations.
    public init(
        photograph name: String, _ saliency: PhotographSaliency, field: VisualField?, peaks: Int
    ) {
        self.init(
            name,
            .photograph(saliency.grid, semisaturation: saliency.semisaturation, field: field), saliency.map,
            counted: saliency.map.values, peaks: peaks)
    }

    /// A scene's saliency and its first fixations.
    public init(scene: BarScene, _ map: SaliencyMap, peaks: Int) {
        self.init(
            scene.kind.rawValue, .scene(scene), map,
            counted: scene.bars.map { map.values[$0.row * map.size.width + $0.column] }, peaks: peaks)
    }

    private init(_ name: String, _ subject: Subject, _ map: SaliencyMap, counted: [Double], peaks: Int) {
        self.name = name
        self.subject = subject
        self.map = map
        self.peaks = map.peaks(peaks, radius: Double(Self.returnRadius))
        let mean = counted.reduce(0, +) / Double(counted.count)
        let variance = counted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counted.count)
        self.mean = mean
        standardDeviation = variance.squareRoot()
    }

    /// How many standard deviations a value lies above the mean; `nil` where all values are the same up to rounding.
    func zScore(_ value: Double) -> Double? {
        standardDeviation > 1e-9 ? (value - mean) / standardDeviation : nil
    }

    /// The centre of a hypercolumn in pixels of the photograph, y down; scenes have none.
    func center(row: Int, column: Int) -> (x: Double, y: Double)? {
        guard case .photograph(let grid, _, _) = subject else { return nil }
        return grid.center(row: row, column: column)
    }

    /// Where a hypercolumn looks at, if the field is known.
    func visualPoint(row: Int, column: Int) -> VisualPoint? {
        guard case .photograph(_, _, let field?) = subject, let center = center(row: row, column: column) else {
            return nil
        }
        return field.point(x: center.x, y: center.y)
    }
}
