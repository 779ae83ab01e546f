public import Planes
public import Workers

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

    /// One hypercolumn.
    public struct Place: Sendable {
        /// Where it is.
        public let row, column: Int
        /// Its centre in pixels of the photograph, y down; scenes have none.
        public let center: (x: Double, y: Double)?
        /// What it looks at, if the field is known.
        public let point: VisualPoint?
        /// The largest answer of its cells.
        public let saliency: Double
        /// Standard deviations above the mean of the places that count.
        public let zScore: Double?
        /// Of the most active cell.
        public let orientation: Orientation?
    }

    /// As tables and reports call it.
    public let name: String
    /// What V1 was shown.
    public let subject: Subject
    /// The saliency of every hypercolumn.
    public let map: SaliencyMap
    /// Over the places that count: all of a photograph, those with a bar of a scene.
    public let mean, standardDeviation: Double
    /// Fixations in their order.
    public private(set) var peaks: [Place] = []

    /// Within how many hypercolumns of a fixation the eyes do not return: the reach of a lateral connection.
    public static let returnRadius = LateralConnections.reach

    /// A photograph's saliency and its first fixations.
    public init(photograph name: String, _ saliency: PhotographSaliency, field: VisualField?, peaks: Int) {
        self.init(
            name, .photograph(saliency.grid, semisaturation: saliency.semisaturation, field: field), saliency.map,
            counted: saliency.map.values, peaks: peaks)
    }

    /// A scene's saliency and its first fixations.
    public init(scene: BarScene, _ map: SaliencyMap, peaks: Int) {
        self.init(
            scene.kind.rawValue, .scene(scene), map,
            counted: scene.bars.map { map.values[$0.row * map.size.width + $0.column] }, peaks: peaks)
    }

    /// A scene shown to V1, and its first fixations.
    public init(showing scene: BarScene, peaks: Int, workers: Workers) {
        let input = scene.input
        let circuit = LiCircuit(sums: FourierSums(size: input.size, workers: workers))
        self.init(scene: scene, SaliencyMap(of: circuit.response(to: input, workers: workers)), peaks: peaks)
    }

    private init(_ name: String, _ subject: Subject, _ map: SaliencyMap, counted: [Double], peaks: Int) {
        self.name = name
        self.subject = subject
        self.map = map
        let mean = counted.reduce(0, +) / Double(counted.count)
        let variance = counted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counted.count)
        self.mean = mean
        standardDeviation = variance.squareRoot()
        self.peaks = map.peaks(peaks, radius: Double(Self.returnRadius)).map {
            place(row: $0.row, column: $0.column)
        }
    }

    /// What is known of a hypercolumn.
    public func place(row: Int, column: Int) -> Place {
        let saliency = map.values[row * map.size.width + column]
        var center: (x: Double, y: Double)?
        var point: VisualPoint?
        if case .photograph(let grid, _, let field) = subject {
            let (x, y) = grid.center(row: row, column: column)
            center = (x, y)
            point = field?.point(x: x, y: y)
        }
        // Where all are alike, what is left is rounding.
        let zScore = standardDeviation > 1e-9 ? (saliency - mean) / standardDeviation : nil
        return Place(
            row: row, column: column, center: center, point: point, saliency: saliency, zScore: zScore,
            orientation: map.orientation(row: row, column: column))
    }
}
