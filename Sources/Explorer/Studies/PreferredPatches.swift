import Archives
import Files
import Foundation
public import Inference
import Physiology
import Planes
import Networks

/// What a run of `prefer` found to drive channels of a network most: patches of the pictures that it looked through, and
/// pictures that it made.
public struct PreferredPatches: Sendable {
    /// A patch: the unit that answers it, and what that sees of the network's image.
    struct Patch: Sendable {
        let picture: PictureSource.Picture
        let value: Double
        let row, column: Int?
        let rows, columns: ClosedRange<Int>
    }

    private let network: RunnableNetwork
    /// By layer and channel, the strongest first.
    private let patches: [String: [Int: [Patch]]]
    private let made: MadeStimuli

    /// What a run wrote down of itself.
    struct Record: Decodable {
        struct File: Decodable {
            let path: String
            let sha256: String?
        }
        let inputs: [File]
        let outputs: [File]?
        let options: [String: String]
    }

    /// Reads a run's folder.
    ///
    /// - Parameters:
    ///   - folder: of a run of `prefer`.
    ///   - network: the network that is shown.
    ///   - model: its file.
    /// - Throws: ``ExplorerError/refused(_:)``: no such run, a run of another network or of pictures read in another way, a
    ///   picture that has changed or is no longer there; `ArchiveError` of one that is none.
    public init(_ folder: String, of network: RunnableNetwork, model: String) throws {
        self.network = network
        guard let json = try? FileReader.bytes(of: "\(folder)/run.json"),
            let record = try? JSONDecoder().decode(Record.self, from: Data(json)), let first = record.inputs.first,
            let table = try? CommaSeparated(path: "\(folder)/tables/preferred.csv")
        else { throw ExplorerError.refused("\(folder): this is no folder of striate prefer") }
        guard let digest = first.sha256, digest == DigestedFile(path: model)?.sha256 else {
            throw ExplorerError.refused("\(folder): this run is of another network, \(first.path)")
        }
        let size = "\(network.image.height)x\(network.image.width)"
        let read = record.options["preprocess"] ?? ""
        guard record.options["input"] == size,
            read.hasPrefix(network.preprocessingSummary) || read == network.preprocessingSummary(arrays: 1, of: 1)
        else {
            throw ExplorerError.refused(
                "\(folder): this run took pictures otherwise (\(record.options["input"] ?? ""), \(read))")
        }
        patches = try Self.patches(table, Self.pictures(record.inputs.dropFirst(), folder), folder)
        made = try MadeStimuli(folder, table, record.outputs ?? [], of: network)
    }

    /// The pictures that a run looked through, each as it was then.
    private static func pictures(
        _ files: ArraySlice<Record.File>, _ folder: String
    ) throws -> [PictureSource.Picture] {
        for file in files {
            guard let digest = file.sha256 else {
                throw ExplorerError.refused(
                    "\(file.path): \(folder) does not say what was read; pictures in files are expected")
            }
            guard FileKind(at: file.path) != nil else {
                throw ExplorerError.refused(
                    "\(file.path): it is there no more; \(folder) was made of it, by its path from where that ran")
            }
            guard DigestedFile(path: file.path)?.sha256 == digest else {
                throw ExplorerError.refused("\(file.path): changed since \(folder) was made of it")
            }
        }
        return try files.isEmpty ? [] : PictureSource(files.map(\.path), every: 1).pictures
    }

    /// The rows of natural patches, with their pictures.
    private static func patches(
        _ table: CommaSeparated, _ pictures: [PictureSource.Picture], _ folder: String
    ) throws -> [String: [Int: [Patch]]] {
        struct Place: Hashable {
            let name: String
            let row: Int?
        }
        let named = Dictionary(
            pictures.map { (Place(name: $0.name, row: $0.row), $0) }, uniquingKeysWith: { first, _ in first })
        var found: [String: [Int: [Patch]]] = [:]
        for (line, fields) in table.rows {
            let cell = Dictionary(zip(table.header, fields), uniquingKeysWith: { first, _ in first })
            func number(_ name: String) -> Int? { cell[name].flatMap { Int($0) } }
            guard cell["kind"] == "natural" else { continue }
            guard let layer = cell["layer"], let channel = number("channel"), let name = cell["image"],
                let value = cell["value"].flatMap({ Double($0) }),
                let picture = named[Place(name: name, row: number("image_row"))]
            else {
                throw ExplorerError.refused("\(folder)/tables/preferred.csv: line \(line) is no patch of its pictures")
            }
            // A unit that sees nothing has no patch.
            guard let box = PixelBox(number) else { continue }
            found[layer, default: [:]][channel, default: []].append(
                Patch(
                    picture: picture, value: value, row: number("unit_row"), column: number("unit_col"),
                    rows: box.rows, columns: box.columns))
        }
        return found
    }

    /// What the page shows of a channel: the picture made for it, and its patches, the strongest first.
    ///
    /// - Throws: ``ExplorerError/refused(_:)``: a picture that is not read.
    func seen(layer: String, channel: Int) throws(ExplorerError) -> [SeenPatch] {
        do {
            let made = try made.seen(layer: layer, channel: channel).map { [$0] } ?? []
            return try made
                + (patches[layer]?[channel] ?? []).map { patch in
                    let image = try network.ready(patch.picture.shown()).image
                    let (rows, columns) = (
                        patch.rows.clamped(to: 0...image.size.height - 1),
                        patch.columns.clamped(to: 0...image.size.width - 1)
                    )
                    let size = PixelSize(height: rows.count, width: columns.count)
                    let planes = image.encoded.planes.map { plane in
                        Plane(size: size) { plane[rows.lowerBound + $0, columns.lowerBound + $1] }
                    }
                    return SeenPatch(
                        image: patch.picture.row.map { "\(patch.picture.name), row \($0)" } ?? patch.picture.name,
                        value: patch.value, row: patch.row, column: patch.column,
                        pixels: PackedNumbers(
                            shape: [planes.count, size.height, size.width], planes.flatMap(\.values)))
                }
        } catch { throw .refused("\(error)") }
    }
}

/// A patch as the page shows it.
struct SeenPatch: Encodable, Sendable {
    /// The picture that it is of; `nil` where it was made.
    let image: String?
    /// What the unit answers.
    let value: Double
    /// The unit's place on its map.
    let row, column: Int?
    /// Channel × row × column, from 0 to 1.
    let pixels: PackedNumbers
}
