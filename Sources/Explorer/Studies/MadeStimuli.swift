import Archives
import Files
import Inference
import Networks
import Physiology
import Planes

/// The pictures that a run of `prefer` made for channels by gradient ascent, the best of each.
struct MadeStimuli: Sendable {
    private struct Made: Sendable {
        let path, sha256: String
        let value: Double
        let row, column: Int?
        /// Channel × row × column.
        let shape: [Int]
    }

    /// By layer and channel.
    private let made: [String: [Int: Made]]
    private let isBlueFirst: Bool

    /// Looks for the arrays of a run's folder.
    ///
    /// - Parameters:
    ///   - folder: of the run.
    ///   - table: its table of what channels prefer.
    ///   - outputs: the files that it wrote.
    ///   - network: the network that is shown.
    /// - Throws: ``ExplorerError/refused(_:)``: a row that names no array, an array that has changed.
    init(
        _ folder: String, _ table: CommaSeparated, _ outputs: [PreferredPatches.Record.File],
        of network: RunnableNetwork
    ) throws(ExplorerError) {
        isBlueFirst = network.preprocessing.isBlueFirst
        let digests = Dictionary(outputs.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        var layers: [String] = []
        for name in table["layer"] ?? [] where layers.last != name { layers.append(name) }
        let files = Dictionary(
            zip(layers, ActivationFacts.fileNames(of: layers)), uniquingKeysWith: { first, _ in first })
        var found: [String: [Int: Made]] = [:]
        for (line, fields) in table.rows {
            let cell = Dictionary(zip(table.header, fields), uniquingKeysWith: { first, _ in first })
            func number(_ name: String) -> Int? { cell[name].flatMap { Int($0) } }
            guard cell["kind"] == "synthetic", cell["rank"] == "0" else { continue }
            guard let layer = cell["layer"], let file = files[layer], let channel = number("channel"),
                let value = cell["value"].flatMap({ Double($0) }),
                let box = PixelBox(number), let name = Self.name("arrays/preferred-\(file)-", channel, digests.keys)
            else {
                throw .refused("\(folder)/tables/preferred.csv: line \(line) is no picture that was made")
            }
            let path = "\(folder)/\(name)"
            guard let digest = digests[name] ?? nil, DigestedFile(path: path)?.sha256 == digest else {
                throw .refused("\(path): changed since it was made, or there no more")
            }
            found[layer, default: [:]][channel] = Made(
                path: path, sha256: digest, value: value, row: number("unit_row"), column: number("unit_col"),
                shape: [network.image.channels, box.rows.count, box.columns.count])
        }
        made = found
    }

    /// The file of a channel: its number is written with as many digits as the layer's last.
    private static func name(_ stem: String, _ channel: Int, _ files: some Sequence<String>) -> String? {
        files.first { file in
            file.hasPrefix(stem) && file.hasSuffix(".npy") && Int(file.dropFirst(stem.count).dropLast(4)) == channel
        }
    }

    /// The picture made for a channel; `nil` where none was.
    ///
    /// - Throws: ``ExplorerError/refused(_:)``: an array of another shape than its unit's field; `ArchiveError`.
    func seen(layer: String, channel: Int) throws -> SeenPatch? {
        guard let made = made[layer]?[channel] else { return nil }
        let file = try ImageFile(path: made.path)
        guard file.header.arrayShape == made.shape, case .array(let pattern) = try file.shown() else {
            throw ExplorerError.refused(
                "\(made.path): an array of \(made.shape.map(String.init).joined(separator: " × ")) is expected")
        }
        return SeenPatch(
            image: nil, value: made.value, row: made.row, column: made.column,
            pixels: Self.picture(pattern, isBlueFirst))
    }

    /// What differs from the background, about mid grey, the largest difference full.
    private static func picture(_ pattern: Tensor<Float>, _ isBlueFirst: Bool) -> PackedNumbers {
        let (channels, area) = (pattern.shape[0], pattern.shape[1] * pattern.shape[2])
        let values =
            channels == 3
            ? (isBlueFirst ? [2, 1, 0] : [0, 1, 2]).flatMap { pattern.values[$0 * area..<($0 + 1) * area] }
            : (0..<area).map { place in
                (0..<channels).reduce(0) { $0 + pattern.values[$1 * area + place] } / Float(channels)
            }
        let limit = max(values.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
        return PackedNumbers(
            shape: [channels == 3 ? 3 : 1, pattern.shape[1], pattern.shape[2]], values.map { 0.5 + 0.5 * $0 / limit })
    }
}

/// What a unit sees of the network's image, as a table says it.
struct PixelBox: Sendable {
    let rows, columns: ClosedRange<Int>

    /// `nil` of a unit that sees nothing.
    init?(_ number: (String) -> Int?) {
        guard let top = number("first_y_px"), let bottom = number("last_y_px"), let left = number("first_x_px"),
            let right = number("last_x_px"), top <= bottom, left <= right,
            [top, bottom, left, right].allSatisfy((0..<1 << 24).contains)
        else { return nil }
        (rows, columns) = (top...bottom, left...right)
    }
}
