import GSL
public import Inference
import Networks
public import Planes

/// Why a network answers as it does: its pictures attributed by several methods, and whether what they show is of the
/// network at all.
public struct ExplanationStudy: Sendable {
    /// One picture.
    public struct Explanation: Sendable {
        /// As the network was shown it, before its values were changed.
        public let picture: Image
        /// One for each method.
        public let maps: [Map]
    }

    /// One picture by one method.
    public struct Map: Sendable {
        /// What was found.
        public let attribution: Attribution
        /// Where the map's units look; `nil` where they are pixels.
        public let centers: UnitCenters?
        /// The same map of networks that know less; `nil` where nobody asked.
        public let check: SanityCheck?

        /// The map on a picture's pixels: of a layer, each pixel has the value of the unit whose centre is nearest, and 0
        /// beyond half a step from the outermost.
        public func plane(on size: PixelSize) -> Plane {
            let plane = attribution.plane
            guard let centers else { return plane }
            let rows = Self.nearest(centers.y, count: size.height)
            let columns = Self.nearest(centers.x, count: size.width)
            return Plane(size: size) { row, column in
                guard let unitRow = rows[row], let unitColumn = columns[column] else { return 0 }
                return plane[unitRow, unitColumn]
            }
        }

        /// Where its scale of colours ends: the size that one place in 200 exceeds.
        public var limit: Double {
            let sizes = attribution.plane.values.map { abs($0) }.sorted()
            let most = Double(sizes[min(sizes.count * 199 / 200, sizes.count - 1)])
            return most > 0 ? most : Double(sizes[sizes.count - 1])
        }

        private static func nearest(_ centers: [Double], count: Int) -> [Int?] {
            let step =
                centers.count > 1
                ? abs(centers[centers.count - 1] - centers[0]) / Double(centers.count - 1) : .infinity
            return (0..<count).map { pixel in
                let nearest = centers.indices.min {
                    abs(centers[$0] - Double(pixel)) < abs(centers[$1] - Double(pixel))
                }
                return nearest.flatMap { abs(centers[$0] - Double(pixel)) <= step / 2 ? $0 : nil }
            }
        }
    }

    /// Spearman's ρ between a map and that of the same method, of the same class, after weights have changed places
    /// (Adebayo, Gilmer, Muelly, Goodfellow, Hardt & Kim 2018, *NeurIPS*, "Sanity checks for saliency maps"): near 1, the map
    /// says little of what the network has learnt. `nil` where a map is flat.
    public struct SanityCheck: Hashable, Sendable {
        /// Weights of the last layer alone.
        public let lastLayer: Double?
        /// Weights of every layer.
        public let allLayers: Double?
    }

    /// The network and what is explained of it.
    public let explainer: Explainer
    /// How.
    public let methods: [AttributionMethod]
    /// With the last layer's weights permuted, and with all; empty where nothing is checked.
    private let permuted: [RunnableNetwork]
    private let centers: [String: UnitCenters]
    private let seed: UInt64

    /// Prepares a study.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - target: what is explained: a class, or units of a layer.
    ///   - methods: each gives a map.
    ///   - isChecked: whether maps are compared with those of networks of permuted weights.
    ///   - seed: of noise and permutations.
    /// - Throws: ``Inference/InferenceError``.
    public init(
        _ network: RunnableNetwork, target: AttributionTarget, methods: [AttributionMethod], isChecked: Bool,
        seed: UInt64
    ) throws(InferenceError) {
        explainer = try Explainer(network, target: target)
        (self.methods, self.seed) = (methods, seed)
        var generator = MersenneTwister(seed: seed)
        permuted =
            isChecked
            ? [
                try network.permutingWeights(lastBefore: explainer.tensor, using: &generator),
                try network.permutingWeights(using: &generator),
            ] : []
        var centers: [String: UnitCenters] = [:]
        for case .gradCAM(let layer, _) in methods {
            centers[layer.tensor] = try MapLayers(of: network).centers(of: layer)
        }
        self.centers = centers
    }

    /// Whether maps are compared with those of networks of permuted weights.
    public var isChecked: Bool { !permuted.isEmpty }

    /// Runs of the network for one picture.
    public var runs: Int {
        (1 + permuted.count) * methods.reduce(0) { $0 + $1.runs(on: explainer.network.size) }
    }

    /// Explains one picture, made ready for the network.
    ///
    /// - Parameters:
    ///   - picture: at the network's size.
    ///   - finished: hears how many of ``runs`` are done; what it throws ends the work.
    /// - Throws: ``Inference/InferenceError``; what `finished` throws.
    public func explanation(
        of picture: ReadyPicture, finished: @escaping @Sendable (Int) throws(InferenceError) -> Void = { _ in }
    ) throws(InferenceError) -> Explanation {
        let image = explainer.network.image.name
        guard let input = picture.inputs[image] else { throw .inputMissing(input: image) }
        var done = 0
        var maps: [Map] = []
        for (index, method) in methods.enumerated() {
            let runs = method.runs(on: explainer.network.size)
            func map(_ explainer: Explainer) throws(InferenceError) -> Attribution {
                var generator = MersenneTwister(seed: seed, stream: UInt64(index))
                let before = done
                defer { done += runs }
                return try explainer.attribution(ofInput: input, by: method, using: &generator) {
                    run throws(InferenceError) in try finished(before + run)
                }
            }
            let attribution = try map(explainer)
            var likenesses: [Double?] = []
            for network in permuted {
                let target = attribution.index.map { AttributionTarget.score(ofClass: $0) } ?? explainer.target
                let other = try map(Explainer(network, target: target))
                likenesses.append(Self.likeness(attribution.plane, other.plane))
            }
            maps.append(
                Map(
                    attribution: attribution, centers: Self.layer(of: method).flatMap { centers[$0.tensor] },
                    check: likenesses.count == 2
                        ? SanityCheck(lastLayer: likenesses[0], allLayers: likenesses[1]) : nil))
        }
        return Explanation(picture: picture.image, maps: maps)
    }

    private static func likeness(_ a: Plane, _ b: Plane) -> Double? {
        Correlation.spearman(a.values.map(Double.init), b.values.map(Double.init))
    }

    private static func layer(of method: AttributionMethod) -> MapLayer? {
        if case .gradCAM(let layer, _) = method { layer } else { nil }
    }
}
