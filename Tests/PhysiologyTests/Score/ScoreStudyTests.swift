import Archives
import Foundation
import Inference
import Networks
import Physiology
import Planes
import Testing
import Workers

/// AlexNet beside what other programs make of it.
@Suite(.serialized) struct ScoreStudyTests {
    private static let names = ["relu1", "relu2", "relu3", "relu4", "relu5"]

    /// All five layers, once.
    private static let study = Result {
        let path = try #require(References.kernels("alexnet/alexnet-features.onnx"))
        let network = try RunnableNetwork(try Network(path: path), workers: Workers(2))
        return try ScoreStudy(network, layers: names)
    }

    /// A value of ours by its name there.
    private static func value(_ name: String, _ unit: UnitProperties) -> Double? {
        switch name {
        case "rf_x": unit.fieldX
        case "rf_y": unit.fieldY
        case "max_dc": unit.maxDC
        case "max_ac": unit.maxAC
        case "baseline": unit.baseline
        case "circular_variance": unit.circularVariance
        case "orth_pref_ratio": unit.orthogonalToPreferred
        case "or_bandwidth": unit.halfWidth
        case "pref_or": unit.waveAngle
        case "peak_sf": unit.peakFrequency
        case "sf_bandwidth": unit.frequencyBandwidth
        case "surround_suppression_index": unit.suppression
        case "grating_summation_field": unit.summationField
        case "surround_diameter": unit.surroundDiameter
        default: nil
        }
    }

    /// Read off grids: a rounding may move them by a step.
    private static let onGrid = [
        "or_bandwidth", "pref_or", "peak_sf", "sf_bandwidth", "grating_summation_field", "surround_diameter",
    ]

    @Test(arguments: names) func `units are the same, with the same values`(_ name: String) throws {
        let layer = try #require(try Self.study.get().layers.first { $0.layer == name })
        let expected = try #require(try ScoreReference.read().layers[name])
        let own = layer.units.map { ScoreReference.Unit(channel: $0.channel, row: $0.row, column: $0.column) }
        #expect(own == expected.units)
        guard own == expected.units else { return }
        for (property, values) in expected.values {
            let found = layer.units.map { Self.value(property, $0) }
            let pairs = zip(found, values)
            if Self.onGrid.contains(property) {
                let same = pairs.count { pair in
                    switch pair {
                    case (nil, nil): true
                    case (let a?, let b?): abs(a - b) <= 1e-5 * max(1, abs(b))
                    default: false
                    }
                }
                #expect(100 * same >= 99 * values.count, "\(property): \(same) of \(values.count)")
            } else {
                let worst =
                    pairs.map { pair -> Double in
                        guard let a = pair.0, let b = pair.1 else {
                            return pair.0 == nil && pair.1 == nil ? 0 : .infinity
                        }
                        // Written to six places there.
                        return abs(a - b) / max(abs(b), 1e-2)
                    }.max() ?? 0
                #expect(worst < 1e-3, "\(property): \(worst)")
            }
        }
    }

    @Test(arguments: names) func `scores are the same but for chance`(_ name: String) throws {
        let layer = try #require(try Self.study.get().layers.first { $0.layer == name })
        let expected = try #require(try ScoreReference.read().layers[name])
        for (there, score) in expected.score {
            let own = try #require(layer.properties.first { $0.property.name == ScoreReference.names[there] })
            #expect(abs(own.score - score) < 0.01, "\(there): \(own.score) and \(score)")
            #expect(own.interval.contains(own.score))
        }
        for family in layer.families {
            #expect(abs(family.score - (expected.families[family.family.rawValue] ?? 0)) < 0.01, "\(family.family)")
        }
        let mean = expected.families.values.reduce(0, +) / 6
        #expect(abs((layer.score?.value ?? 0) - mean) < 0.01)
    }
}
