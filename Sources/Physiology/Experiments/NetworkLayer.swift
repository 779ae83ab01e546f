import GSL
public import Inference
public import Networks
public import Planes
import ReceptiveFields
public import Workers

/// A layer of a running network, prepared for recording: its units at the map's centre, or all of a fully connected one, and
/// the screen before them.
public struct NetworkLayer: TunableUnits, Sendable {
    /// The name of its node.
    public let name: String
    /// The operation.
    public let operation: String
    /// How many units there are at the centre, one for each channel; of a fully connected layer all of them.
    public let channels: Int
    /// Whether the layer is a map, rather than fully connected.
    public let isMap: Bool
    /// Where they are on the map; (0, 0) without one.
    public let place: (row: Int, column: Int)
    /// The network up to the layer, on as small an image as one unit's field allows.
    public let network: RunnableNetwork
    /// Rows and columns that one of them sees, and stimuli are drawn on.
    public var window: PixelSize { screen.window }
    private let search: GratingSearch
    private let tensor: String
    /// What is derived: before the threshold of rectified units, most of which noise would leave silent.
    private let drive: String
    private let screen: NetworkScreen
    private let order: MapOrder

    /// Orientations of 4°, and frequencies about a quarter of an octave apart: a network's answers take longer than kernels'.
    private static let (orientations, frequencies) = (45, 24)
    /// Moments of a drift in the search: F1 of a half-rectified sine is exact from 8 on.
    private static let moments = 8
    /// Pictures of noise at which units are derived.
    private static let pictures = 16

    /// Prepares a layer.
    ///
    /// - Parameters:
    ///   - whole: the network, of which what leads to the layer is run.
    ///   - layer: as ``Networks/TensorNames`` finds it.
    ///   - preprocessing: the customary one if left out.
    ///   - size: of the image; where neither it nor the network says, as small as one unit's field allows.
    ///   - workers: any number gives the same values.
    /// - Throws: ``Inference/InferenceError``, ``RecordingError``, ``Networks/NetworkError`` of a network whose fields
    ///   cannot be followed.
    public init(
        _ whole: Network, layer: String, preprocessing: Preprocessing? = nil, size: PixelSize? = nil, workers: Workers
    ) throws {
        let part = try RunnableNetwork(
            whole, upTo: layer, preprocessing: preprocessing, size: size, workers: workers)
        // The part has one output: the layer.
        let tensor = part.network.outputs[0]
        var (network, view) = (part, try View(part, tensor: tensor, named: layer))
        if part.image.isAssumed, view.isWhole {
            let sides = stride(from: max(view.window.height, view.window.width), to: part.size.height, by: view.step)
            for side in sides {
                let smaller = try RunnableNetwork(
                    part.network, preprocessing: preprocessing, size: PixelSize(side: side), workers: workers)
                // The same field, none of it beyond an edge: the same answers.
                guard let same = try? View(smaller, tensor: tensor, named: layer), same.isWhole,
                    same.window == view.window
                else { continue }
                (network, view) = (smaller, same)
                break
            }
        }
        self.network = network
        self.tensor = tensor
        name = view.name
        operation = view.operation
        channels = view.channels
        place = view.place
        isMap = view.isMap
        drive = view.drive
        order = view.order
        search = GratingSearch(
            window: view.window, orientations: Self.orientations, frequencies: Self.frequencies, moments: Self.moments)
        screen = try NetworkScreen(before: network, top: view.top, left: view.left, window: view.window)
    }

    /// Every channel.
    public var all: [Int] { Array(0..<channels) }

    /// One for each picture of noise, each frequency of the search and each unit.
    public func steps(units: Int) -> Int { Self.pictures + search.frequencies.count + units }

    /// Derives units at pictures of noise, then shows them stimuli.
    ///
    /// - Throws: ``Inference/InferenceError``, ``RecordingError/noSuchUnit(_:layer:count:)``.
    public func record(
        _ chosen: [Int], seed: UInt64, finished: (Int) -> Void, take: (TunedUnit) throws -> Void
    ) throws {
        if let unit = chosen.first(where: { $0 >= channels }) {
            throw RecordingError.noSuchUnit(unit, layer: name, count: channels)
        }
        let spectra = try spectra(of: chosen, seed: seed, finished: finished)
        let centers = (0..<channels).map { channel in
            spectra[channel].map { (x: $0.middleX, y: $0.middleY) } ?? (x: 0, y: 0)
        }
        let runner = try network.runner(giving: [tensor], workers: Workers(1))
        let recorded = NetworkUnits(
            runner, screen: screen, row: place.row, column: place.column, order: order, centers: centers,
            local: try LocalRunner(network, giving: [tensor], background: screen.grey, orders: [tensor: order]),
            workers: network.workers)
        try Recording.forEach(of: recorded, chosen: chosen, search: search) {
            finished(Self.pictures + $0)
        } take: {
            try take(TunedUnit(recording: $0, spectrum: spectra[$0.unit]))
        }
    }

    /// Of units of the running network.
    public func study(
        of units: [TunedUnit], resolution: PixelsPerDegree?, seed: UInt64, population: CellPopulation?
    ) -> TuningStudy {
        let spectra = Dictionary(
            uniqueKeysWithValues: units.compactMap { unit in unit.spectrum.map { (unit.recording.unit, $0) } })
        return TuningStudy(
            name: name, window: screen.window, cells: "units of the running network",
            recordings: units.map(\.recording),
            check: nil, resolution: resolution, fields: spectra.mapValues(\.mean), fieldTitle: "mean gradient",
            spectra: spectra, seed: seed, population: population)
    }

    /// Each unit's derivative by the contrast of noise.
    private func spectra(
        of units: [Int], seed: UInt64, finished: (Int) -> Void
    ) throws(InferenceError) -> [Int: GradientSpectrum] {
        var generator = MersenneTwister(seed: seed)
        let noise = NoisePictures(size: screen.window)
        var sums = [Int: GradientSums](uniqueKeysWithValues: units.map { ($0, GradientSums(size: screen.window)) })
        let part = try windowPart
        var recorded: RecordedRun?
        for picture in 0..<Self.pictures {
            let shown = [noise.next(using: &generator)]
            let input = [screen.input: part == nil ? screen.shown(shown) : screen.pieces(shown, in: screen.box)]
            let run =
                if let recorded { try recorded.again(on: input) } else {
                    try RecordedRun(of: part ?? network.network, upTo: [drive], on: input, workers: Workers(1))
                }
            recorded = run
            let gradients = network.workers.map(units.count) { item in
                Result { () throws(InferenceError) in
                    screen.byContrast(try run.gradient(of: drive, at: index(of: units[item], inPart: part != nil)))
                }
            }
            for (unit, gradient) in zip(units, gradients) { sums[unit]?.add(try gradient.get()) }
            finished(picture + 1)
        }
        return sums.compactMapValues { GradientSpectrum($0, search: search) }
    }

    /// The part of the network that makes the units of the window; `nil` where all of it is run.
    private var windowPart: Network? {
        get throws(InferenceError) {
            guard isMap else { return nil }
            let unit = MapBox(rows: place.row..<place.row + 1, columns: place.column..<place.column + 1)
            let part = try NetworkPart(of: network, making: unit, of: drive, on: screen.grey.shape)
            return part?.image == screen.box ? part?.network : nil
        }
    }

    /// Where a unit is in what is run.
    private func index(of unit: Int, inPart: Bool) -> [Int] {
        if inPart { return [0, unit, 0, 0] }
        return isMap ? order.place(channel: unit, row: place.row, column: place.column) : [0, unit]
    }
}

/// Why a layer is not recorded from.
public enum RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A layer that is neither a map of the image nor fully connected.
    case noMap(layer: String)
    /// A unit that sees no pixel.
    case emptyField(layer: String, row: Int, column: Int)
    /// A unit that a layer does not have where it is run.
    case noUnit(layer: String, row: Int, column: Int)
    /// A channel that a layer does not have.
    case noSuchUnit(Int, layer: String, count: Int)
    /// More units than can be mapped.
    case tooManyUnits(Int, layer: String, limit: Int)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .noMap(let layer):
            "'\(layer)' is no map of channels, rows and columns that the image has a part in; name a layer of maps"
        case .emptyField(let layer, let row, let column): "unit (\(row), \(column)) of '\(layer)' sees no pixel"
        case .noUnit(let layer, let row, let column):
            "'\(layer)' is no map with a unit (\(row), \(column)); name a layer before it"
        case .noSuchUnit(let unit, let layer, let count):
            "there is no unit \(unit) in '\(layer)'; they are 0 to \(count - 1)"
        case .tooManyUnits(let count, let layer, let limit):
            "'\(layer)' has \(count) units that see the stimuli, more than the \(limit) that are mapped; name a layer of fewer"
        }
    }
}

/// What the unit at the centre of a layer's map sees.
private struct View {
    let name: String
    let operation: String
    let drive: String
    let order: MapOrder
    let channels: Int
    let isMap: Bool
    let place: (row: Int, column: Int)
    let top, left: Int
    let window: PixelSize
    /// Whether nothing of the field lies beyond an edge.
    let isWhole: Bool
    /// Pixels from unit to unit, about.
    let step: Int

    init(_ network: RunnableNetwork, tensor: String, named layer: String) throws {
        let fields = try ReceptiveFields(of: network.network, image: network.image, keeping: [tensor])
        guard let field = fields.tensors.first(where: { $0.tensor == tensor }), let units = fields.units[tensor],
            let channels = field.channels
        else { throw RecordingError.noMap(layer: layer) }
        let seen: (rows: PixelSet, columns: PixelSet)
        if let order = field.mapOrder, units.height > 0, units.width > 0 {
            (place, self.order, isMap) = ((units.height / 2, units.width / 2), order, true)
            seen = units.field(row: place.row, column: place.column)
            let whole = units.unclipped(row: place.row, column: place.column)
            isWhole = whole.map { $0.rows == seen.rows && $0.columns == seen.columns } ?? false
        } else if field.shape == [1, channels] {
            // What a row of units sees depends on the image's size, which is then left as it is.
            (place, order, isMap, isWhole) = ((0, 0), .channelsFirst, false, false)
            let unit = UnitField(centerOf: field)
            seen = (unit.rows, unit.columns)
        } else {
            throw RecordingError.noMap(layer: layer)
        }
        guard !seen.rows.isEmpty, !seen.columns.isEmpty else {
            throw RecordingError.emptyField(layer: layer, row: place.row, column: place.column)
        }
        drive = field.node.op == .relu ? field.node.inputs[0] : tensor
        name = field.node.label
        operation = field.node.op.name
        self.channels = channels
        (top, left) = (seen.rows.first, seen.columns.first)
        window = PixelSize(height: seen.rows.size, width: seen.columns.size)
        step = max(1, Int(min(field.rows.stride ?? 1, field.columns.stride ?? 1)))
    }
}

extension NetworkScreen {
    /// The screen before a network with a window for stimuli.
    ///
    /// - Throws: ``Inference/InferenceError/preprocessing(_:)``.
    init(before network: RunnableNetwork, top: Int, left: Int, window: PixelSize) throws(InferenceError) {
        func values(_ shade: Float) throws(InferenceError) -> [Float] {
            let pixel = Image(grey: Plane(size: PixelSize(side: 1)) { _, _ in shade }, encoding: .sRGB)
            return try network.input(ofFitted: pixel).values.flatMap(\.values)
        }
        self.init(
            input: network.image.name, size: network.size, top: top, left: left, window: window,
            order: network.image.order,
            black: try values(0), white: try values(1))
    }
}
