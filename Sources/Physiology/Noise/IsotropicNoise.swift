import Foundation
import GSL
import Planes
import Workers

/// Structureless noise like each kernel of a layer: Gaussian, the same in all directions, without a period, of the kernel's
/// own size, colours and spectrum.
///
/// The spectrum cannot be taken from the window's own autocorrelation: a window of smooth noise has lost its mean and its
/// long waves. Which of a family of spectra (``NoiseModel``) it may have is told by their likelihoods, for each colour component
/// of the kernel its own, in the coordinates orthogonal to the mean; every draw takes one of them at random, as likely as it
/// is, so that what a small window leaves open is part of the null.
struct IsotropicNoise: Sendable {
    private let size: PixelSize
    private let components: [ColorComponents]
    /// For each kernel and each of its components the models that count.
    private let posteriors: [[Posterior]]
    /// What draws from each model that some component has.
    private let sources: [Int: any NoiseSource]

    /// The noise like each of some patches.
    ///
    /// - Complexity: O(models · pixels³ + models · pixels² · components), over all workers; windows of more than 256 pixels are
    ///   taken in tiles.
    init(like patches: [Patch], size: PixelSize, workers: Workers) {
        self.size = size
        let components = patches.map(ColorComponents.init)
        self.components = components
        let families = NoiseModel.families(for: size)
        let models = families.flatMap(\.self)
        let likelihood = WindowLikelihood(size: size, planes: components.flatMap(\.planes))
        let scores = workers.map(families.count) { likelihood.scores(of: families[$0]) }.flatMap(\.self)
        var next = 0
        posteriors = components.map { component in
            component.planes.map { _ in
                defer { next += 1 }
                return Posterior(logLikelihoods: scores.map { $0[next] })
            }
        }
        let used = Set(posteriors.flatMap { $0.flatMap(\.models) }).sorted()
        let covariance = WindowCovariance(size: size)
        let drawn = workers.map(used.count) { covariance.source(of: models[used[$0]]) }
        sources = Dictionary(uniqueKeysWithValues: zip(used, drawn))
    }

    /// The most likely spectrum of each colour component of a patch, largest component first.
    func models(of patch: Int) -> [NoiseModel] {
        let all = NoiseModel.families(for: size).flatMap(\.self)
        return posteriors[patch].map { all[$0.models[0]] }
    }

    /// One patch of noise like the patch of that place.
    func next(like patch: Int, using generator: MersenneTwister) -> Patch {
        let parts = components[patch]
        let drawn = zip(posteriors[patch], parts.deviations).map { posterior, deviation -> [Double] in
            let source = sources[posterior.model(at: generator.uniform())]
            return (source?.next(using: generator) ?? []).map { deviation * $0 }
        }
        let channels = parts.colors.first?.count ?? 1
        return Patch(
            size: size,
            channels: (0..<channels).map { channel in
                (0..<size.count).map { place in
                    drawn.indices.reduce(0) { $0 + parts.colors[$1][channel] * drawn[$1][place] }
                }
            })
    }
}

/// Which models a plane leaves open, all of them alike before it was seen.
private struct Posterior: Sendable {
    /// Most likely first.
    let models: [Int]
    /// Sums of their probabilities.
    private let cumulative: [Double]

    /// Models of less than this part of the best one's likelihood are left out.
    private static let least = 1e-2

    init(logLikelihoods: [Double]) {
        let best = logLikelihoods.max() ?? 0
        let weights = logLikelihoods.map { best.isFinite ? exp($0 - best) : 1 }
        models = weights.indices.filter { weights[$0] >= Self.least }
            .sorted { (weights[$0], $1) > (weights[$1], $0) }
        var sum = 0.0
        cumulative = models.map { model in
            sum += weights[model]
            return sum
        }
    }

    /// The model at a part of all probability, 0 ..< 1.
    func model(at part: Double) -> Int {
        let target = part * (cumulative.last ?? 0)
        return models[cumulative.firstIndex { $0 > target } ?? models.count - 1]
    }
}

/// How likely planes are under a model of noise, whatever their scale.
private struct WindowLikelihood: Sendable {
    /// The tile's size, and the planes' tiles as columns, plane by plane.
    private let tile: PixelSize
    private let columns: Matrix
    private let tilesPerPlane: Int
    private let planes: Int
    private let covariance: WindowCovariance

    /// The longest side of a tile: a window up to this size is one tile.
    private static let longest = 16

    init(size: PixelSize, planes: [[Double]]) {
        func tiles(_ side: Int) -> (count: Int, length: Int) {
            let count = (side + Self.longest - 1) / Self.longest
            return (count, side / count)
        }
        let (down, across) = (tiles(size.height), tiles(size.width))
        let tile = PixelSize(height: down.length, width: across.length)
        let tilesPerPlane = down.count * across.count
        self.tile = tile
        self.tilesPerPlane = tilesPerPlane
        self.planes = planes.count
        covariance = WindowCovariance(size: tile)
        let height = tile.height, width = tile.width
        let pieces = planes.flatMap { plane in
            (0..<tilesPerPlane).map { index -> [Double] in
                let (top, left) = (index / across.count * height, index % across.count * width)
                let values = (0..<height * width).map {
                    plane[(top + $0 / width) * size.width + left + $0 % width]
                }
                let mean = values.reduce(0, +) / Double(values.count)
                return values.map { $0 - mean }
            }
        }
        let count = height * width
        var elements = [Double](repeating: 0, count: count * max(pieces.count, 1))
        for (column, piece) in pieces.enumerated() {
            for row in 0..<count { elements[row * pieces.count + column] = piece[row] }
        }
        columns = Matrix(rows: count, columns: max(pieces.count, 1), elements: elements)
    }

    /// For each of some models of one spectrum, and for each plane, the logarithm of its likelihood at the most likely scale, up
    /// to a constant.
    func scores(of family: [NoiseModel]) -> [[Double]] {
        guard planes > 0, let spectrum = family.first?.spectrum else { return family.map { _ in [] } }
        let centered = covariance.centered(spectrum)
        return family.map { model in
            guard let root = Cholesky(centered.over(floor: model.floor)) else {
                return [Double](repeating: -.infinity, count: planes)
            }
            let freedom = Double(tilesPerPlane * (tile.count - 1))
            let lengths = root.squaredLengths(of: columns)
            let constant = Double(tilesPerPlane) * root.logDeterminant
            return (0..<planes).map { plane in
                let length = lengths[plane * tilesPerPlane..<(plane + 1) * tilesPerPlane].reduce(0, +)
                let variance = max(length / max(freedom, 1), .leastNormalMagnitude)
                return -0.5 * (freedom * log(variance) + constant)
            }
        }
    }
}
