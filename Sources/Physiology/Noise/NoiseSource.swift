import Foundation
import GSL
import Kernels
import Planes

/// Draws windows of noise of one model, of mean variance 1, free of a mean.
protocol NoiseSource: Sendable {
    func next(using generator: MersenneTwister) -> [Double]
}

/// By the root of the window's covariance: a matrix times independent numbers.
struct RootedNoise: NoiseSource {
    let root: Cholesky

    func next(using generator: MersenneTwister) -> [Double] {
        let count = root.lower.rows
        let white = (0..<count).map { _ in generator.gaussian() }
        var values = [Double](repeating: 0, count: count)
        root.lower.elements.withUnsafeBufferPointer { lower in
            for row in 0..<count {
                var sum = 0.0
                for column in 0...row { sum += lower[row * count + column] * white[column] }
                values[row] = sum
            }
        }
        let mean = values.reduce(0, +) / Double(count)
        for index in values.indices { values[index] -= mean }
        return values
    }
}

/// Cut from a lattice many times as wide as the window, by Fourier transform.
struct LatticeNoise: NoiseSource {
    private let size: PixelSize
    private let transform: FourierTransform
    /// The root of the power of each frequency, for a mean variance of 1 less the floor in a window.
    private let gains: [Double]
    private let floor: Double

    /// - Parameter variance: what a window keeps of noise whose power is `model.spectrum`.
    init(size: PixelSize, lattice: PixelSize, model: NoiseModel, variance: Double) {
        self.size = size
        transform = FourierTransform(size: lattice)
        floor = model.floor.squareRoot()
        let scale = ((1 - model.floor) / variance).squareRoot()
        func frequency(_ index: Int, of count: Int) -> Double { Double(min(index, count - index)) / Double(count) }
        gains = (0..<lattice.count).map { place in
            guard place > 0 else { return 0 }
            let v = frequency(place / lattice.width, of: lattice.height)
            let u = frequency(place % lattice.width, of: lattice.width)
            return scale * model.spectrum.power(logFrequency: 0.5 * log(u * u + v * v)).squareRoot()
        }
    }

    func next(using generator: MersenneTwister) -> [Double] {
        // Real parts of the transform of independent complex numbers, each of variance 2 · power.
        var field = gains.flatMap { gain in [gain * generator.gaussian(), gain * generator.gaussian()] }
        transform.transform(&field)
        let width = transform.size.width
        var values = (0..<size.count).map { place in
            field[2 * (place / size.width * width + place % size.width)] + floor * generator.gaussian()
        }
        let mean = values.reduce(0, +) / Double(values.count)
        for index in values.indices { values[index] -= mean }
        return values
    }
}
