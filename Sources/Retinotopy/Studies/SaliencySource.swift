public import Planes
public import Workers

/// What V1 is asked to find salient: pictures, each decoded when its turn comes, or classic demonstrations.
public struct SaliencySource {
    private enum Shown {
        case photograph(MapPicture, [HypercolumnGrid], VisualField?)
        case scene(BarScene)

        /// Runs of the circuit.
        var runs: Int {
            if case .photograph(_, let grids, _) = self { grids.count } else { 1 }
        }
    }

    private let shown: [Shown]
    private let peaks: Int
    private let workers: Workers

    /// Pictures by cells of one size, or of several half an octave apart.
    ///
    /// - Parameters:
    ///   - pictures: in their order.
    ///   - wavelength: pixels that the cells are tuned to, by a picture's field; `nil` for several sizes.
    ///   - degrees: that a picture's width spans; `nil` where that is not known.
    ///   - fixation: the pixel looked at, which may lie beside a picture; the middle if left out.
    ///   - peaks: fixations, at most.
    ///   - workers: any number gives the same bytes.
    /// - Throws: ``RetinotopyError``: a wavelength that does not fit a picture, a field as ``VisualField`` refuses it; what
    ///   `wavelength` throws.
    public init(
        of pictures: [MapPicture], wavelength: ((VisualField?) throws -> Double)?, degrees: Double?,
        fixation: (x: Double, y: Double)?, peaks: Int, workers: Workers
    ) throws {
        shown = try pictures.map { picture in
            let field = try degrees.map { try VisualField(size: picture.size, degrees: $0, fixation: fixation) }
            let grids =
                if let wavelength {
                    [try HypercolumnGrid(photograph: picture.size, wavelength: wavelength(field))]
                } else {
                    try HypercolumnGrid.scales(photograph: picture.size)
                }
            return .photograph(picture, grids, field)
        }
        (self.peaks, self.workers) = (peaks, workers)
    }

    /// A demonstration.
    public init(of scene: BarScene, peaks: Int, workers: Workers) {
        shown = [.scene(scene)]
        (self.peaks, self.workers) = (peaks, workers)
    }

    /// How many pictures or scenes.
    public var count: Int { shown.count }

    /// Hypercolumns of all pictures, known before any is decoded.
    public var placeCount: Int {
        shown.reduce(0) { sum, next in
            if case .photograph(_, let grids, _) = next { sum + grids[0].size.count } else { sum }
        }
    }

    /// Of the circuit, for all pictures.
    public var stepCount: Int { shown.reduce(0) { $0 + $1.runs } * LiCircuit.stepCount }

    /// What is salient in one of them, and the picture.
    ///
    /// - Parameters:
    ///   - index: of the picture.
    ///   - finished: hears how many of ``stepCount`` steps are done.
    /// - Throws: what decoding throws.
    public func study(_ index: Int, finished: @escaping (Int) -> Void) throws -> (study: SaliencyStudy, image: Image?) {
        switch shown[index] {
        case .scene(let scene):
            return (SaliencyStudy(showing: scene, peaks: peaks, workers: workers), nil)
        case .photograph(let picture, let grids, let field):
            let image = try picture.image()
            let luminance = image.encoded.luminance
            var done = shown[..<index].reduce(0) { $0 + $1.runs } * LiCircuit.stepCount
            let scales = grids.map { grid in
                defer { done += LiCircuit.stepCount }
                return PhotographSaliency(of: luminance, on: grid, workers: workers) { finished(done + $0) }
            }
            return (SaliencyStudy(photograph: picture.name, scales, field: field, peaks: peaks), image)
        }
    }
}
