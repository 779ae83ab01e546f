public import Planes
public import Workers

/// One photograph or scene with its saliency, for reports.
public struct SaliencyStudy: Sendable {
    /// What V1 was shown.
    public enum Subject: Sendable, Codable {
        /// A photograph: where its hypercolumns stand, the contrast that gets half of the strongest input, and where it lies
        /// in the visual field, if that is known.
        case photograph(HypercolumnGrid, semisaturation: Double, field: VisualField?)
        /// A classic demonstration.
        case scene(BarScene)
    }

    /// One hypercolumn.
    public struct Place: Sendable, Codable {
        /// Its centre on a photograph, pixels.
        public struct Center: Hashable, Sendable, Codable {
            /// To the right, and down.
            public let x, y: Double

            init(_ place: (x: Double, y: Double)) { (x, y) = place }
        }

        /// Where it is.
        public let row, column: Int
        /// Of a photograph; scenes have none.
        public let center: Center?
        /// What it looks at, if the field is known.
        public let point: VisualPoint?
        /// The largest answer of its cells.
        public let saliency: Double
        /// Standard deviations above the mean of the others that count: of a photograph what calls on its sheet, of a scene
        /// the bars.
        public let zScore: Double?
        /// Of the cells, pixels of the photograph.
        public let wavelength: Double?
        /// Of the most active cell.
        public let orientation: Orientation?
    }

    /// As tables and reports call it.
    public let name: String
    /// What V1 was shown.
    public let subject: Subject
    /// The saliency of every hypercolumn; of a photograph of those of the smallest cells, by the cells that make most of it.
    public let map: SaliencyMap
    private let zScores: [Double]
    private let wavelengths: [Double]
    /// Over the places that count: all of a photograph, those with a bar of a scene.
    public let mean, standardDeviation: Double
    /// Fixations in their order.
    public private(set) var peaks: [Place] = []

    /// Within how many hypercolumns of a fixation, of the smallest cells, the eyes do not return: the reach of a lateral
    /// connection.
    public static let returnRadius = LateralConnections.reach

    /// A photograph's saliency and its first fixations.
    ///
    /// - Parameters:
    ///   - name: of the photograph.
    ///   - scales: by cells of each size, the smallest first.
    ///   - field: where it lies in the visual field, if that is known.
    ///   - peaks: fixations, at most.
    /// - Precondition: at least one.
    public init(photograph name: String, _ scales: [PhotographSaliency], field: VisualField?, peaks: Int) {
        let all = SaliencyScales(scales)
        let (joined, finest) = (all.joined, scales[0])
        self.init(
            name, .photograph(finest.grid, semisaturation: finest.semisaturation, field: field), joined.map,
            counted: joined.map.values, zScores: joined.zScores, wavelengths: joined.wavelengths)
        let radius = Double(Self.returnRadius * finest.grid.pitch)
        self.peaks = all.peaks(peaks, radius: radius).map { peak in
            let scale = scales[peak.scale]
            let (x, y) = scale.grid.center(row: peak.row, column: peak.column)
            return Place(
                row: peak.row, column: peak.column, center: Place.Center((x, y)), point: field?.point(x: x, y: y),
                saliency: scale.map.values[peak.row * scale.grid.size.width + peak.column], zScore: peak.zScore,
                wavelength: scale.grid.wavelength,
                orientation: scale.map.orientation(row: peak.row, column: peak.column))
        }
    }

    /// A photograph's saliency by cells of one size.
    public init(photograph name: String, _ saliency: PhotographSaliency, field: VisualField?, peaks: Int) {
        self.init(photograph: name, [saliency], field: field, peaks: peaks)
    }

    /// A scene's saliency and its first fixations.
    public init(scene: BarScene, _ map: SaliencyMap, peaks: Int) {
        let bars = scene.bars.map { map.values[$0.row * map.size.width + $0.column] }
        let standing = Standing(among: bars)
        // Scenes are computed without noise: any spread above rounding is one.
        self.init(
            scene.name, .scene(scene), map, counted: bars,
            zScores: map.values.map { standing.zScore(of: $0, least: 1e-9) }, wavelengths: [])
        self.peaks = map.peaks(peaks, radius: Double(Self.returnRadius)).map {
            place(row: $0.row, column: $0.column)
        }
    }

    /// A scene shown to V1, and its first fixations.
    public init(showing scene: BarScene, peaks: Int, workers: Workers) {
        let input = scene.input
        let circuit = LiCircuit(sums: FourierSums(size: input.size, workers: workers))
        self.init(scene: scene, SaliencyMap(of: circuit.response(to: input, workers: workers)), peaks: peaks)
    }

    private init(
        _ name: String, _ subject: Subject, _ map: SaliencyMap, counted: [Double], zScores: [Double],
        wavelengths: [Double]
    ) {
        self.name = name
        self.subject = subject
        self.map = map
        let mean = counted.reduce(0, +) / Double(counted.count)
        let variance = counted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counted.count)
        self.mean = mean
        standardDeviation = variance.squareRoot()
        (self.zScores, self.wavelengths) = (zScores, wavelengths)
    }

    /// What is known of a hypercolumn.
    public func place(row: Int, column: Int) -> Place {
        let index = row * map.size.width + column
        let saliency = map.values[index]
        var center: Place.Center?
        var point: VisualPoint?
        if case .photograph(let grid, _, let field) = subject {
            let (x, y) = grid.center(row: row, column: column)
            center = Place.Center((x, y))
            point = field?.point(x: x, y: y)
        }
        // Where all are alike, what is left is rounding.
        let zScore = standardDeviation > 1e-9 ? zScores[index] : nil
        return Place(
            row: row, column: column, center: center, point: point, saliency: saliency, zScore: zScore,
            wavelength: wavelengths.isEmpty ? nil : wavelengths[index],
            orientation: map.orientation(row: row, column: column))
    }
}
