import ArgumentParser
import Archives
import GSL
import Inference
import Physiology
import Planes
import ReceptiveFields
import Reports
import Workers

/// Gradients of a layer's units at one place by photographs and by noise.
struct EffectiveStudy {
    let report: EffectiveReport
    let figure: EffectiveFigure

    /// Channels that are taken at most, spread evenly over the layer's.
    private static let mostChannels = 16
    /// Pictures of noise.
    private static let noises = 8

    init(
        _ unit: UnitField, tensor: String, of model: RunnableNetwork, pictures: [Image], seed: UInt64, quiet: Bool
    ) throws {
        guard !unit.rows.isEmpty, !unit.columns.isEmpty else {
            throw ValidationError("--effective: unit (\(unit.row), \(unit.column)) of '\(unit.layer)' sees no pixel")
        }
        var generator = MersenneTwister(seed: seed)
        let noise = (0..<Self.noises).map { _ in
            Self.noise(size: model.size, isColor: model.image.shape[1] == 3, &generator)
        }
        let fitted = try pictures.map { try model.fitted($0) }
        let progress = Progress(fitted.count + noise.count, "pictures", quiet: quiet)
        var recording: RecordedRun?
        var findings: [EffectiveReport.Finding] = []
        var used = (used: 0, all: 0)
        var done = 0
        for (stimulus, shown) in [("photographs", fitted), ("noise", noise)] where !shown.isEmpty {
            var map = GradientMap(size: model.size)
            for image in shown {
                let input = [model.image.name: try model.tensor(ofFitted: image)]
                let next = try model.naming { () throws(InferenceError) in
                    if let recording { return try recording.again(on: input) }
                    return try RecordedRun(of: model.network, upTo: [tensor], on: input, workers: model.workers)
                }
                recording = next
                let shape = try model.naming { () throws(InferenceError) in try next.tensor(tensor).shape }
                guard shape.count == 4, shape[0] > 0, unit.row < shape[2], unit.column < shape[3] else {
                    throw ArchiveError.notANetwork(
                        file: model.path,
                        reason:
                            "'\(unit.layer)' is no map with a unit (\(unit.row), \(unit.column)); name a layer before it"
                    )
                }
                let channels = Self.channels(of: shape[1])
                used = (channels.count, shape[1])
                try model.naming { () throws(InferenceError) in
                    try map.add(next, layer: tensor, channels: channels, row: unit.row, column: unit.column)
                }
                done += 1
                progress.done(done)
            }
            findings.append(
                EffectiveReport.Finding(
                    stimulus: stimulus, pictures: shown.count, units: map.count, silent: map.silent,
                    absolute: EffectiveField(map.meanAbsolute), squared: EffectiveField(map.meanSquare)))
        }
        report = EffectiveReport(
            unit: unit, findings: findings, channels: used, preprocessing: model.preprocessingSummary)
        figure = EffectiveFigure(report, photograph: fitted.first)
    }

    private static func channels(of count: Int) -> [Int] {
        count <= mostChannels ? Array(0..<count) : (0..<mostChannels).map { $0 * count / mostChannels }
    }

    /// Pixels from black to white, all equally likely.
    private static func noise(size: PixelSize, isColor: Bool, _ generator: inout MersenneTwister) -> Image {
        func plane() -> Plane {
            Plane(size: size, values: (0..<size.count).map { _ in Float.random(in: 0...1, using: &generator) })
        }
        return isColor
            ? Image(red: plane(), green: plane(), blue: plane(), encoding: .sRGB)
            : Image(grey: plane(), encoding: .sRGB)
    }
}
