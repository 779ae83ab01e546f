import Foundation
import Inference
import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Physiology

/// What is found against what is known: the kernel of a linear unit, the length of a quadrature pair's vector.
@Suite struct StimulusAscentTests {
    private static let side = 15

    /// An even and an odd Gabor of one wavelength.
    private static func gabor(phase: Double, channels: Int = 1) -> [Float] {
        let tilt = [1.0, 0.6, -0.3]
        return (0..<channels).flatMap { channel in
            (0..<side * side).map { index in
                let (y, x) = (Double(index / side) - 7, Double(index % side) - 7)
                let u = 0.8 * x + 0.6 * y
                let envelope = exp(-(x * x + y * y) / 18)
                return Float(tilt[channel] * envelope * cos(2 * .pi * 0.2 * u + phase) + (phase == 0 ? 0.05 : 0))
            }
        }
    }

    private static func network(
        kernels: [Float], channels: Int, outputs: Int, preprocessing: Preprocessing = .none,
        _ then: (inout NetworkBuilder) -> Void = { _ in }
    ) throws -> RunnableNetwork {
        let input = Network.Input(name: "x", shape: [1, channels, 25, 25].map { .known($0) })
        var builder = NetworkBuilder(opset: 17, image: input)
        let weight = Constant(
            name: "w", shape: [outputs, channels, side, side], type: .float32, source: .floats(kernels))
        builder.add(.conv, "conv", [weight], [:])
        then(&builder)
        return try RunnableNetwork(builder.network(), preprocessing: preprocessing, workers: Workers(2))
    }

    private static func stimuli(
        _ network: RunnableNetwork, layer: String, _ settings: StimulusAscent.Settings = .init(), seed: UInt64 = 0,
        place: (row: Int, column: Int)? = nil
    ) throws -> [StimulusAscent.Stimulus] {
        let recorder = try ActivationRecorder(network, layers: [layer], pooling: .none)
        return try StimulusAscent(of: recorder, at: place, settings: settings, seed: seed)
            .stimuli(layer: 0, channels: [0])[0]
    }

    private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
        zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / (a.length * b.length)
    }

    @Test(arguments: [1, 3])
    func `a linear unit's stimulus is its kernel, as long as the bound allows`(channels: Int) throws {
        let kernel = Self.gabor(phase: 0, channels: channels)
        // ImageNet's deviations differ from channel to channel.
        let network = try Self.network(
            kernels: kernel, channels: channels, outputs: 1, preprocessing: channels == 3 ? .imagenet : .none)
        let found = try Self.stimuli(network, layer: "conv")
        #expect(found.count == 4)
        let half = channels == 3 ? 0.5 * (1 / 0.229 + 1 / 0.224 + 1 / 0.225) / 3 : 0.5
        let radius = 0.2 * half * Double(kernel.count).squareRoot()
        for stimulus in found {
            let wanted = kernel.scaled(to: radius)
            let far = zip(stimulus.pattern.values, wanted).map { $0 - $1 }.length
            #expect(far < 1e-3 * radius)
            // The answer is linear: the kernel's length times the pattern's.
            let rise = Double(stimulus.value - stimulus.backgroundValue)
            #expect(abs(rise - kernel.length * radius) < 1e-3 * kernel.length * radius)
            #expect(abs(stimulus.likeness - 1) < 1e-3)
        }
    }

    @Test func `a quadrature pair answers as its closed form says`() throws {
        let (even, odd) = (Self.gabor(phase: 0).map { $0 - 0.05 }, Self.gabor(phase: .pi / 2))
        // Σ over both of (k·x)²; the background is black, so that it is of the pattern alone.
        let network = try Self.network(kernels: even + odd, channels: 1, outputs: 2) { builder in
            builder.add(.mul, "square", reading: ["conv", "conv"])
            builder.add(
                .conv, "energy",
                [Constant(name: "both", shape: [1, 2, 1, 1], type: .float32, source: .floats([1, 1]))])
        }
        let found = try Self.stimuli(network, layer: "energy", .init(background: .zero))
        // The larger eigenvalue of the 2 × 2 matrix of products, times the squared length of the pattern.
        let (a, b) = (even.length * even.length, odd.length * odd.length)
        let ab = zip(even, odd).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let largest = (a + b) / 2 + ((a - b) * (a - b) / 4 + ab * ab).squareRoot()
        let expected = largest * 0.01 * Double(even.count)
        for stimulus in found { #expect(abs(Double(stimulus.value) / expected - 1) < 0.01) }
        // Any phase will do: starts end at different ones.
        #expect(found.dropFirst().contains { abs($0.likeness) < 0.9 })
    }

    @Test func `a rectified unit that is silent at the start is climbed all the same`() throws {
        let kernel = Self.gabor(phase: .pi / 2)
        let network = try Self.network(kernels: kernel, channels: 1, outputs: 1) { builder in
            // Far below 0 for noise and for grey.
            builder.add(
                .add, "low", [Constant(name: "bias", shape: [1, 1, 1, 1], type: .float32, source: .floats([-2]))])
            builder.add(.relu, "relu")
        }
        let found = try Self.stimuli(network, layer: "relu")
        #expect(found.count == 4)
        #expect(Self.cosine(found[0].pattern.values, kernel) > 0.999)
        #expect(found[0].value > 0 && found[0].backgroundValue == 0)
    }

    @Test func `only what a unit sees is changed, and the seed decides the start`() throws {
        let kernel = Self.gabor(phase: 0)
        let network = try Self.network(kernels: kernel, channels: 1, outputs: 1)
        let corner = try Self.stimuli(network, layer: "conv", place: (0, 10))[0]
        #expect(corner.unit.rows.first == 0 && corner.unit.columns.first == 10)
        #expect(corner.pattern.shape == [1, 1, 15, 15])
        let again = try Self.stimuli(network, layer: "conv", .init(steps: 1), seed: 7)
        let same = try Self.stimuli(network, layer: "conv", .init(steps: 1), seed: 7)
        #expect(again.map(\.pattern) == same.map(\.pattern))
    }

    @Test func `values beyond black and white are counted, and jitter stays within the bound`() throws {
        let network = try Self.network(kernels: Self.gabor(phase: 0), channels: 1, outputs: 1)
        #expect(try Self.stimuli(network, layer: "conv", .init(contrast: 0.01))[0].outside == 0)
        #expect(try Self.stimuli(network, layer: "conv", .init(contrast: 2))[0].outside > 0.1)
        let shaken = try Self.stimuli(network, layer: "conv", .init(starts: 2, steps: 8, jitter: 2))
        let radius = 0.1 * 15
        for stimulus in shaken { #expect(stimulus.pattern.values.length <= radius * 1.0001) }
    }

    @Test func `a unit that nothing drives has no stimulus`() throws {
        let network = try Self.network(
            kernels: [Float](repeating: 0, count: Self.side * Self.side), channels: 1, outputs: 1)
        #expect(try Self.stimuli(network, layer: "conv").isEmpty)
    }
}
