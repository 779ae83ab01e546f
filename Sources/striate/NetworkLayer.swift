import ArgumentParser
import Archives
import GSL
import Inference
import Networks
import Physiology
import Planes
import ReceptiveFields
import Reports
import Workers

/// A layer of a running network, prepared for recording: its units at the map's centre, and the screen before them.
struct NetworkLayer {
    let name: String
    let source: String
    let search: GratingSearch
    private let network: RunnableNetwork
    private let tensor: String
    /// What is derived: before the threshold of rectified units, most of which noise would leave silent.
    private let drive: String
    private let screen: NetworkScreen
    private let place: (row: Int, column: Int)
    private let channels: Int

    /// Orientations of 4°, and frequencies about a quarter of an octave apart: a network's answers take longer than kernels'.
    private static let (orientations, frequencies) = (45, 24)
    /// Pictures of noise at which units are derived.
    private static let pictures = 16

    /// - Parameter size: of the image; where neither it nor the file says, as small as one unit's field allows.
    init(_ path: String, layer: String, preprocess: String?, size: ImageSize?, workers: Workers) throws {
        var network = try RunnableNetwork(path, preprocess: preprocess, size: size, upTo: layer, workers: workers)
        var view = try View(network, layer: layer)
        if size == nil, network.isOpen, view.isWhole {
            let sides = stride(from: max(view.window.height, view.window.width), to: network.size.height, by: view.step)
            for side in sides {
                let smaller = try RunnableNetwork(
                    path, preprocess: preprocess, size: ImageSize(height: side, width: side),
                    upTo: layer, workers: workers)
                // The same field, none of it beyond an edge: the same answers.
                guard let same = try? View(smaller, layer: layer), same.isWhole, same.window == view.window
                else { continue }
                (network, view) = (smaller, same)
                break
            }
        }
        self.network = network
        tensor = view.tensor
        drive = view.drive
        place = view.place
        channels = view.channels
        name = view.name
        search = GratingSearch(window: view.window, orientations: Self.orientations, frequencies: Self.frequencies)
        screen = try network.screen(top: view.top, left: view.left, window: view.window)
        source =
            "\(network.name), layer \(view.name) (\(view.operation)): \(view.channels) units at row \(view.place.row), column \(view.place.column) of its map, each seeing \(view.window) of the \(network.size) pixels shown. Preprocessing \(network.preprocessingSummary)."
    }

    /// Records from some units, or all of them.
    func study(units: [Int]?, resolution: PixelsPerDegree?, seed: UInt64, quiet: Bool) throws -> TuningStudy {
        if let last = units?.last, last >= channels {
            throw ValidationError("--units: there is no unit \(last) in '\(name)'; they are 0 to \(channels - 1)")
        }
        let chosen = units ?? Array(0..<channels)
        let steps = Self.pictures + search.frequencies.count + chosen.count
        let progress = Progress(steps, "steps of \(name)", quiet: quiet)
        let spectra = try spectra(of: chosen, seed: seed, finished: progress.done)
        let middles = (0..<channels).map { channel in
            spectra[channel].map { (x: $0.middleX, y: $0.middleY) } ?? (x: 0, y: 0)
        }
        let runner = try network.runner(giving: [tensor], workers: Workers(1))
        let recorded = NetworkUnits(
            runner, screen: screen, row: place.row, column: place.column, middles: middles, workers: network.workers)
        let recordings: [Recording]
        do {
            recordings = try Recording.all(of: recorded, chosen: chosen, search: search) {
                progress.done(Self.pictures + $0)
            }
        } catch let error as InferenceError {
            throw ArchiveError.notANetwork(file: network.path, reason: "\(error)")
        }
        return TuningStudy(
            name: name, window: screen.window, cells: "units of the running network", recordings: recordings,
            check: nil, resolution: resolution, fields: spectra.mapValues(\.mean), fieldTitle: "mean gradient",
            spectra: spectra, seed: seed)
    }

    /// Each unit's derivative by the contrast of noise.
    private func spectra(
        of units: [Int], seed: UInt64, finished: (Int) -> Void
    ) throws -> [Int: GradientSpectrum] {
        var generator = MersenneTwister(seed: seed)
        let noise = NoisePictures(size: screen.window)
        var sums = [Int: GradientSums](uniqueKeysWithValues: units.map { ($0, GradientSums(size: screen.window)) })
        var recorded: RecordedRun?
        for picture in 0..<Self.pictures {
            let input = [screen.input: screen.shown([noise.next(using: &generator)])]
            try network.naming { () throws(InferenceError) in
                let run =
                    if let recorded { try recorded.again(on: input) } else {
                        try RecordedRun(of: network.network, upTo: [drive], on: input, workers: network.workers)
                    }
                recorded = run
                for unit in units {
                    let gradient = try run.gradient(of: drive, at: [0, unit, place.row, place.column])
                    sums[unit]?.add(screen.byContrast(gradient))
                }
            }
            finished(picture + 1)
        }
        return sums.compactMapValues { GradientSpectrum($0, search: search) }
    }
}

/// What the unit at the centre of a layer's map sees.
private struct View {
    let name: String
    let operation: String
    let tensor: String
    /// Of a rectifier what it rectifies, else the tensor.
    let drive: String
    let channels: Int
    let place: (row: Int, column: Int)
    let top, left: Int
    let window: PixelSize
    /// Whether nothing of the field lies beyond an edge.
    let isWhole: Bool
    /// Pixels from unit to unit, about.
    let step: Int

    init(_ network: RunnableNetwork, layer: String) throws {
        let tensor = try network.naming { () throws(InferenceError) in try network.network.tensor(named: layer) }
        let fields = try network.fields(keeping: [tensor])
        guard let field = fields.tensors.first(where: { $0.tensor == tensor }), let units = fields.units[tensor],
            let shape = field.shape, shape.count == 4, field.axes.rows == 2, field.axes.columns == 3,
            units.height > 0, units.width > 0
        else {
            throw ArchiveError.notANetwork(
                file: network.path,
                reason:
                    "'\(layer)' is no map of channel × row × column that the image has a part in; name a layer of maps")
        }
        let place = (row: units.height / 2, column: units.width / 2)
        let seen = units.field(row: place.row, column: place.column)
        guard !seen.rows.isEmpty, !seen.columns.isEmpty else {
            throw ArchiveError.notANetwork(file: network.path, reason: "the central unit of '\(layer)' sees no pixel")
        }
        let whole = units.unclipped(row: place.row, column: place.column)
        self.tensor = tensor
        drive = field.node.op == .relu ? field.node.inputs[0] : tensor
        self.place = place
        name = field.node.label
        operation = field.node.op.name
        channels = shape[1]
        (top, left) = (seen.rows.first, seen.columns.first)
        window = PixelSize(height: seen.rows.size, width: seen.columns.size)
        isWhole = whole.map { $0.rows == seen.rows && $0.columns == seen.columns } ?? false
        step = max(1, Int(min(field.rows.stride ?? 1, field.columns.stride ?? 1)))
    }
}
