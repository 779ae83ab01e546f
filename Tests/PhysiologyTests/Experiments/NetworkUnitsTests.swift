import Archives
import Foundation
import GSL
import Inference
import Kernels
import Networks
import Physiology
import Planes
import Stimuli
import Testing
import Workers

@Suite struct NetworkUnitsTests {
    private static let file = URL(filePath: #filePath).appending(path: "../../../../data/alexnet/alexnet-features.onnx")
        .standardizedFileURL.path
    private static let (black, white) = ([Float(-2.1), -2.0, -1.8], [Float(2.2), 2.4, 2.6])

    /// Units of a layer of AlexNet at a place of the map of an image of `side` pixels.
    private func units(
        _ layer: String, side: Int, place: Int, window: PixelSize, top: Int, workers: Int = 2
    ) throws -> NetworkUnits {
        let network = try Network(path: Self.file)
        let runner = try Runner(
            network, giving: [layer], on: ["image": [1, 3, side, side]], workers: Workers(1))
        let channels = try #require(
            try runner.run(["image": Tensor(shape: [1, 3, side, side], repeating: 0)])[layer]?.shape[1])
        let screen = NetworkScreen(
            input: "image", size: PixelSize(side: side), top: top, left: top, window: window, black: Self.black,
            white: Self.white)
        return NetworkUnits(
            runner, screen: screen, row: place, column: place, centers: .init(repeating: (0, 0), count: channels),
            workers: Workers(workers))
    }

    private func gratings(on size: PixelSize) throws -> [Plane] {
        try [0.0, 35, 90, 140].flatMap { angle in
            try Grating(
                orientation: Orientation(degrees: angle), frequency: SpatialFrequency(cyclesPerPixel: 0.11)
            ).frames(3).map { $0.drawn(on: size) }
        }
    }

    @Test func `units of a first convolution answer as their kernels weigh the screen`() throws {
        let window = PixelSize(side: 11)
        // Unit 2 of a map that begins 2 pixels before the image and goes on by 4.
        let answers = try units("conv1", side: 31, place: 2, window: window, top: 6)
            .responses(to: gratings(on: window))
        let file = try ModelFile(path: Self.file)
        let layer = file.layers[0]
        let bias = try #require(try file.bias(of: layer))
        for (unit, kernel) in try file.kernels(of: layer).kernels.enumerated() {
            for (shown, stimulus) in try gratings(on: window).enumerated() {
                var expected = Double(bias[unit])
                for (channel, weights) in kernel.channels.enumerated() {
                    let (low, high) = (Double(Self.black[channel]), Double(Self.white[channel]))
                    for (weight, contrast) in zip(weights.values, stimulus.values) {
                        let value = (low + high) / 2 + (high - low) / 2 * Double(contrast)
                        expected += Double(weight) * value
                    }
                }
                #expect(abs(answers[shown, unit] - expected) < 1e-4)
            }
        }
    }

    /// conv2 sees 51 pixels, the first at −18 + 8·row.
    @Test func `a unit whose field lies inside answers the same in a small image and in a large one`() throws {
        let window = PixelSize(side: 51)
        let stimuli = try gratings(on: window)
        let small = try units("relu2", side: 67, place: 3, window: window, top: 6).responses(to: stimuli)
        let large = try units("relu2", side: 224, place: 13, window: window, top: 86).responses(to: stimuli)
        #expect(small.rows == 12 && small.columns == 192)
        let largest = large.elements.max() ?? 0
        #expect(largest > 1)
        #expect(zip(small.elements, large.elements).allSatisfy { abs($0 - $1) < 1e-5 * largest })
    }

    /// Drifts at any contrast, gratings through discs, plaids and bars, in one list, so that batches mix them.
    @Test func `sums of waves are answered as the pictures that they make`() throws {
        let network = try RunnableNetwork(
            Network(path: Self.file), upTo: "relu2", preprocessing: nil, size: PixelSize(side: 67), workers: Workers(1))
        let screen = NetworkScreen(
            input: "image", size: network.size, top: 6, left: 6, window: PixelSize(side: 51), black: Self.black,
            white: Self.white)
        let tensor = network.network.outputs[0]
        let grey = Tensor<Float>(
            shape: [1, 3, 67, 67],
            values: zip(Self.black, Self.white).flatMap { [Float](repeating: ($0 + $1) / 2, count: 67 * 67) })
        let units = NetworkUnits(
            try network.runner(giving: [tensor], workers: Workers(1)), screen: screen, row: 3, column: 3,
            centers: .init(repeating: (0, 0), count: 192),
            local: try LocalRunner(network, giving: [tensor], background: grey, orders: [:]), workers: Workers(2))
        #expect(units.addsUp)
        let wave = try Grating(orientation: Orientation(degrees: 60), frequency: SpatialFrequency(cyclesPerPixel: 0.08))
        let small = wave.seen(through: try Aperture(diameter: 15)).dimmed(to: 0.7)
        let mask = try Grating(
            orientation: Orientation(degrees: 150), frequency: SpatialFrequency(cyclesPerPixel: 0.2), contrast: 0.5)
        let bar = try Bar(orientation: Orientation(degrees: 10), width: 4)
        let stimuli: [any Stimulus] =
            wave.frames(7) + [bar] + small.frames(16)
            + (try zip(wave.dimmed(to: 0.5).frames(9), mask.frames(9)).map { try Plaid($0, $1) })
        var patterns: [Plane] = []
        let sums = stimuli.map { stimulus in
            stimulus.parts.map { pattern, weight in
                patterns.append(pattern.drawn(on: screen.window))
                return PatternWeight(pattern: patterns.count - 1, weight: weight)
            }
        }
        let summed = try units.responses(toSums: sums, of: patterns)
        let shown = try units.responses(to: stimuli.map { $0.drawn(on: screen.window) })
        let largest = shown.elements.max() ?? 0
        #expect(largest > 1 && summed.rows == stimuli.count && summed.columns == 192)
        let difference = zip(shown.elements, summed.elements).map { abs($0 - $1) }.max() ?? .infinity
        // Single precision, through two convolutions of 363 and 1600 products.
        #expect(difference < 1e-5 * largest, "\(difference) of \(largest)")
    }

    @Test func `any number of workers gives the same answers`() throws {
        let window = PixelSize(side: 11)
        let stimuli = try gratings(on: window)
        let one = try units("relu1", side: 31, place: 2, window: window, top: 6, workers: 1).responses(to: stimuli)
        let three = try units("relu1", side: 31, place: 2, window: window, top: 6, workers: 3).responses(to: stimuli)
        #expect(one == three)
    }

    /// The derivative by contrast, against the difference of two screens.
    @Test func `a derivative by the input becomes one by contrast`() throws {
        let screen = NetworkScreen(
            input: "image", size: PixelSize(side: 3), top: 1, left: 0, window: PixelSize(height: 2, width: 3),
            black: [0, 1], white: [2, 7])
        let gradient = Tensor<Float>(shape: [1, 2, 3, 3], values: (0..<18).map { Float($0) })
        let found = screen.byContrast(gradient)
        for place in 0..<6 {
            var stimulus = [Float](repeating: 0, count: 6)
            stimulus[place] = 1
            let grey = screen.shown([Plane(size: screen.window) { _, _ in 0 }])
            let shown = screen.shown([Plane(size: screen.window, values: stimulus)])
            let change = zip(gradient.values, zip(shown.values, grey.values)).reduce(Float(0)) {
                $0 + $1.0 * ($1.1.0 - $1.1.1)
            }
            #expect(abs(found.values[place] - change) < 1e-4)
        }
    }
}
