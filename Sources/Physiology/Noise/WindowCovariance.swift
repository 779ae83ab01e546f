import Foundation
import GSL
import Planes

/// How the pixels of a window covary under noise of a given spectrum, once the window's mean is taken away.
///
/// The noise is that of a lattice many times as wide as the window, so that nothing in the window repeats:
/// R(Δ) = Σ S(|f|)·cos 2πfΔ over the lattice's frequencies, its mean left out.
struct WindowCovariance: Sendable {
    private let size: PixelSize
    /// Logarithms of the frequencies of a quarter of the lattice, row by row; the mean's place is skipped.
    private let logFrequencies: [Double]
    private let across: Harmonics
    private let down: Harmonics

    /// cos(2πfΔ) along one axis: a row for each frequency from 0 to ½, a column for each lag in the window.
    private struct Harmonics: Sendable {
        let frequencies: [Double]
        /// Each counted as often as the whole lattice has its frequency.
        let cosines: Matrix

        init(side: Int) {
            let period = WindowCovariance.period(side)
            let frequencies = (0...period / 2).map { Double($0) / Double(period) }
            let weights = frequencies.map { $0 == 0 || $0 == 0.5 ? 1.0 : 2 }
            self.frequencies = frequencies
            cosines = Matrix(
                rows: side, columns: frequencies.count,
                elements: (0..<side).flatMap { lag in
                    zip(frequencies, weights).map { $1 * cos(2 * .pi * $0 * Double(lag)) }
                })
        }
    }

    /// Places along an axis of the whole lattice.
    private static func period(_ side: Int) -> Int {
        side == 1 ? 1 : max(256, 4 * side + side % 2 * 4)
    }

    init(size: PixelSize) {
        self.size = size
        let (across, down) = (Harmonics(side: size.width), Harmonics(side: size.height))
        (self.across, self.down) = (across, down)
        logFrequencies = down.frequencies.flatMap { v in across.frequencies.map { u in 0.5 * log(u * u + v * v) } }
    }

    /// The covariance matrix of a window's pixels, row by row, scaled to a mean variance of 1.
    ///
    /// The direction of the mean, in which nothing is left, has a variance of 1 of its own, so that the matrix has a root.
    func matrix(of model: NoiseModel) -> Matrix { centered(model.spectrum).over(floor: model.floor) }

    /// The matrix without a floor and without the mean's direction.
    func centered(_ spectrum: IsotropicSpectrum) -> CenteredCovariance {
        let lags = lags(of: spectrum)
        let (count, width) = (size.count, size.width)
        var elements = [Double](repeating: 0, count: count * count)
        elements.withUnsafeMutableBufferPointer { elements in
            lags.elements.withUnsafeBufferPointer { lags in
                for a in 0..<count {
                    let (row, column) = (a / width, a % width)
                    for down in 0..<size.height {
                        let lag = abs(row - down) * width
                        for across in 0..<width {
                            elements[a * count + down * width + across] = lags[lag + abs(column - across)]
                        }
                    }
                }
            }
            let sums = (0..<count).map { a in elements[a * count..<(a + 1) * count].reduce(0, +) / Double(count) }
            let mean = sums.reduce(0, +) / Double(count)
            var trace = 0.0
            for a in 0..<count { trace += elements[a * count + a] - 2 * sums[a] + mean }
            let scale = trace > 0 ? Double(count - 1) / trace : 0
            for a in 0..<count {
                for b in 0..<count {
                    elements[a * count + b] = scale * (elements[a * count + b] - sums[a] - sums[b] + mean)
                }
            }
        }
        return CenteredCovariance(matrix: Matrix(rows: count, columns: count, elements: elements))
    }

    /// What draws windows of this noise: by the root of the matrix, or where that would be large, cut from the lattice.
    func source(of model: NoiseModel) -> any NoiseSource {
        guard size.count <= Self.largestRoot, let root = Cholesky(matrix(of: model)) else {
            return latticeSource(of: model)
        }
        return RootedNoise(root: root)
    }

    func latticeSource(of model: NoiseModel) -> LatticeNoise {
        let lattice = PixelSize(height: Self.period(size.height), width: Self.period(size.width))
        let lags = lags(of: model.spectrum)
        // The variance left in a window once its mean is taken away: R(0) less the mean of R over all pairs of its pixels.
        var pairs = 0.0
        for row in 0..<size.height {
            for column in 0..<size.width {
                let ways = (row == 0 ? 1 : 2) * (column == 0 ? 1 : 2) * (size.height - row) * (size.width - column)
                pairs += Double(ways) * lags[row, column]
            }
        }
        let count = Double(size.count)
        let variance = (lags[0, 0] - pairs / (count * count)) * count / (count - 1)
        return LatticeNoise(size: size, lattice: lattice, model: model, variance: variance)
    }

    /// The largest window whose noise is drawn by a matrix.
    private static let largestRoot = 484

    /// R at each lag down and across.
    private func lags(of spectrum: IsotropicSpectrum) -> Matrix {
        var power = logFrequencies.map { spectrum.power(logFrequency: $0) }
        power[0] = 0
        // Of Cy · S · Cxᵀ, both products as rows times rows.
        let byColumn = across.cosines.timesTranspose(
            of: Matrix(rows: down.frequencies.count, columns: across.frequencies.count, elements: power))
        return down.cosines.timesTranspose(of: byColumn)
    }
}

/// How the pixels of a window covary once its mean is taken away, with a mean variance of 1.
struct CenteredCovariance: Sendable {
    fileprivate let matrix: Matrix

    /// Over a floor of white noise, with the mean's direction filled.
    func over(floor: Double) -> Matrix {
        var sum = matrix
        let count = sum.rows
        let common = (1 - floor) / Double(count)
        sum.elements.withUnsafeMutableBufferPointer { elements in
            for place in elements.indices { elements[place] = (1 - floor) * elements[place] + common }
            for a in 0..<count { elements[a * count + a] += floor }
        }
        return sum
    }
}
