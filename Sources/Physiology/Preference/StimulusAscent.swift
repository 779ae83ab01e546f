import GSL
public import Inference
import Networks
public import Planes
import ReceptiveFields
import Workers

/// Finds the picture that drives a unit most, of all that differ from a grey one within the unit's receptive field by no
/// more than a given RMS contrast.
///
/// From a pattern x of noise, each step looks at the pattern of full contrast along the gradient, ρ·∇f/|∇f|, and goes as far
/// towards it as f rises: all the way, half, a quarter, … So no step leaves the bound and no rate is to be chosen (Frank &
/// Wolfe 1956, *Naval Res. Logist.* 3:95). For a linear unit the first step ends at its kernel; for a quadrature pair, or any
/// other convex one, steps are those of the power method, and f never falls.
///
/// Contrast is that of what the network takes, after preprocessing, with half of the way from black to white as 1 (the mean
/// over channels, where these differ): so it is the kernel that is found, and not the kernel under other channel weights.
/// Values beyond black and white are not cut off, since the kernel is not either; ``Stimulus/outside`` says how many there
/// are.
///
/// - SeeAlso: Erhan, Bengio, Courville & Vincent (2009), Univ. de Montréal TR 1341; Olah, Mordvintsev & Schubert (2017),
///   *Distill*, "Feature visualization".
public struct StimulusAscent: Sendable {
    /// How it is looked for.
    public struct Settings: Hashable, Sendable {
        /// The bound on RMS contrast: √(mean square difference from the background) over half the range.
        public let contrast: Double
        /// Patterns of noise from which the ascent begins, each by itself.
        public let starts: Int
        /// The most steps from each.
        public let steps: Int
        /// The gradient of a step is the mean over four places of the pattern, at most so many pixels away; 0 for none.
        public let jitter: Int
        /// What the pattern differs from.
        public let background: Baseline

        /// Settings.
        public init(
            contrast: Double = 0.2, starts: Int = 4, steps: Int = 50, jitter: Int = 0, background: Baseline = .grey
        ) {
            (self.contrast, self.starts, self.steps) = (contrast, starts, steps)
            (self.jitter, self.background) = (jitter, background)
        }

        /// Places of a pattern in a step, where there is jitter.
        static let shifts = 4
    }

    /// A picture that drives a unit.
    public struct Stimulus: Sendable {
        /// The unit.
        public let unit: ActivationLayer.Unit
        /// Which start it was found from, from 0.
        public let start: Int
        /// What differs from the background in the unit's field: 1 × channel × row × column, in the network's own units.
        public let pattern: Tensor<Float>
        /// What the unit answers to it.
        public let value: Float
        /// What it answers to the background alone.
        public let backgroundValue: Float
        /// The part of the picture's values, in the field, that are below black or above white.
        public let outside: Double
        /// The cosine between this pattern and that of the best start: 1 for the best itself.
        public fileprivate(set) var likeness = 1.0
    }

    /// The network, and the layers whose units are driven.
    public let recorder: ActivationRecorder
    /// How.
    public let settings: Settings
    private let place: (row: Int, column: Int)?
    private let seed: UInt64
    private let background: Tensor<Float>

    /// Prepares an ascent.
    ///
    /// - Parameters:
    ///   - recorder: of the layers that are driven.
    ///   - place: of the units on their maps; the middle if left out.
    ///   - settings: of contrast, starts and steps.
    ///   - seed: of the noise from which it begins, and of jitter.
    /// - Throws: `InferenceError`.
    public init(
        of recorder: ActivationRecorder, at place: (row: Int, column: Int)? = nil, settings: Settings, seed: UInt64
    ) throws {
        (self.recorder, self.place, self.settings, self.seed) = (recorder, place, settings, seed)
        let network = recorder.network
        background = try settings.background.input(of: network).channelsFirst(from: network.image.order)
    }

    /// The stimuli of some channels of a layer, best start first; of a unit that no start drives, none.
    ///
    /// - Parameters:
    ///   - layer: of the recorder's, by its place.
    ///   - channels: of the layer.
    ///   - finished: hears how many channels are done.
    /// - Throws: `InferenceError`: an operation on the way that has no derivative.
    /// - Complexity: for each channel and start two to three runs a step of what the unit is made of: where windows, and what
    ///   is done at each place by itself, are all that leads to it, only the places that it needs.
    public func stimuli(
        layer: Int, channels: [Int], finished: (@Sendable (Int) -> Void)? = nil
    ) throws -> [[Stimulus]] {
        let layer = recorder.layers[layer]
        guard let first = channels.first else { return [] }
        let climb = try UnitClimb(
            of: layer, at: layer.unit(ofChannel: first, at: place).place, in: recorder.network, background: background)
        return try recorder.network.workers.map(channels.count, finished: finished) { index in
            Result { try stimuli(of: layer.unit(ofChannel: channels[index], at: place), by: climb) }
        }.map { try $0.get() }
    }

    private func stimuli(
        of unit: ActivationLayer.Unit, by climb: UnitClimb
    ) throws -> [Stimulus] {
        let window = climb.window(of: unit)
        guard window.count > 0 else { return [] }
        let radius = settings.contrast * halfRange * Double(window.count).squareRoot()
        var found: [Stimulus] = []
        for start in 0..<settings.starts {
            let stream = UInt64(unit.channel) << 16 | UInt64(start)
            let generator = MersenneTwister(seed: seed, stream: stream)
            let noise = (0..<window.count).map { _ in Float(generator.gaussian()) }.scaled(to: radius)
            let end = try climb.top(
                of: unit, from: noise, in: window, radius: radius, settings, using: generator)
            guard let end else { continue }
            found.append(
                Stimulus(
                    unit: unit, start: start, pattern: window.tensor(of: end.pattern), value: end.value,
                    backgroundValue: climb.backgroundValue(unit),
                    outside: outside(end.pattern, window, over: climb.background)
                ))
        }
        found.sort { ($1.value, $0.start) < ($0.value, $1.start) }
        for index in found.indices.dropFirst() {
            found[index].likeness = Self.cosine(found[index].pattern.values, found[0].pattern.values)
        }
        return found
    }

    /// Half of the way from black to white as the network takes it.
    private var halfRange: Double {
        let preprocessing = recorder.network.preprocessing
        let halves = preprocessing.deviation.map { 0.5 * Double(preprocessing.range) / Double($0) }
        return halves.reduce(0, +) / Double(halves.count)
    }

    private func outside(_ pattern: [Float], _ window: PatternWindow, over background: Tensor<Float>) -> Double {
        let preprocessing = recorder.network.preprocessing
        let (mean, deviation) = (preprocessing.mean, preprocessing.deviation)
        let places = window.places(shifted: (0, 0))
        let inside = zip(pattern, places).count { value, place in
            let channel = place / window.size.count
            let shade =
                (background.values[place] + value) * deviation[channel % deviation.count] + mean[channel % mean.count]
            // Rounding is no step beyond white.
            return (-1e-4...1.0001).contains(shade / preprocessing.range)
        }
        return 1 - Double(inside) / Double(max(pattern.count, 1))
    }

    private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
        let sum = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let lengths = a.length * b.length
        return lengths > 0 ? sum / lengths : 0
    }
}

extension [Float] {
    /// √Σx².
    var length: Double { reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }

    /// The same direction, of a given length; as it is where it has no direction.
    func scaled(to length: Double) -> [Float] {
        let own = self.length
        return own > 0 ? map { Float(Double($0) * length / own) } : self
    }
}
