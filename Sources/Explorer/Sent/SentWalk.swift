import Foundation
public import Inference
import Networks
public import Planes
import ReceptiveFields
import Reports
import WebPages

/// A picture's walk through a network as one file that may be sent: the live page's walls and panel, with all numbers in it.
public struct SentWalk: Sendable {
    private struct Scene: Encodable {
        let model, version: String
        let network: SceneListing
        let isSmall: Bool
    }

    private struct Contents: Encodable {
        let scene: Scene
        let picture: SeenPicture
        /// What the network was given, channel × row × column.
        let taken: PackedNumbers
        let layers: [Int: SeenLayer]
        let rules: [Int: SentRule]
        /// Names of layers that are not on the page.
        let leftOut: [String]
    }

    private let title: String
    /// All that the page knows.
    let json: String

    /// Bytes that activations may take, and bytes that weights may take beside them.
    private static let room = (activations: 8_000_000, all: 13_000_000)
    /// Units of all layers together up to which all walls are open.
    private static let fewUnits = 1 << 16

    /// The walk of a picture.
    ///
    /// - Parameters:
    ///   - network: the network, made ready for pictures.
    ///   - model: its file's name.
    ///   - version: the program's, as the page shows it.
    ///   - picture: what it is called.
    ///   - shown: the picture, or an array.
    ///   - labels: names of the classes.
    /// - Throws: ``Networks/NetworkError``, ``Inference/InferenceError``, ``ExplorerError``: a network that cannot be
    ///   run to its end.
    public init(
        _ network: RunnableNetwork, model: String, version: String, picture: String, shown: NetworkPicture,
        labels: [String]?
    ) throws {
        let scene = try NetworkScene(network, labels: labels)
        let ready = try network.ready(shown)
        let run = try RecordedRun(
            of: network.network, upTo: scene.targets, on: ready.inputs, workers: network.workers)
        var seen = SeenPicture(name: picture, photograph: nil)
        seen.id = 0
        seen.input = PackedNumbers(ready.image)
        seen.preprocessing = network.preprocessingSummary(of: [ready])
        seen.describe(run, in: scene, withLayers: false)
        let listing = SceneListing(scene)
        var room = Room(left: Self.room.activations)
        let arrays = try Self.arrays(scene, run, &room)
        room.left += Self.room.all - Self.room.activations
        let taken = LayerArray(try run.tensor(network.image.name), order: network.image.order)
        let contents = Contents(
            scene: Scene(model: model, version: version, network: listing, isSmall: listing.units <= Self.fewUnits),
            picture: seen,
            taken: PackedNumbers(shape: [taken.channels, taken.height, taken.width], taken.values),
            layers: arrays.mapValues { SeenLayer($0) }, rules: Self.rules(scene, run, arrays, taken, &room),
            leftOut: scene.layers.indices.filter { arrays[$0] == nil }.map { scene.layers[$0].name })
        title = "\(model) on \(picture)"
        json = String(decoding: try PageJSON.bytes(contents), as: UTF8.self)
    }

    /// The file.
    public var bytes: [UInt8] {
        SelfContainedPage(
            title: title, style: Self.style, scripts: [Self.joined(Self.modules + [PackageResources.sentpage_js])],
            data: [("sent", json)], body: Self.body
        ).bytes
    }

    /// Bytes that are left on the page.
    private struct Room {
        var left: Int

        /// Whether numbers find room; it is less then.
        mutating func takes(_ count: Int) -> Bool {
            let size = count * 16 / 3 + 100
            guard size <= left else { return false }
            left -= size
            return true
        }
    }

    /// Activations of the layers that find room: the last of each size of map first, then others, the small ones first.
    private static func arrays(
        _ scene: NetworkScene, _ run: RecordedRun, _ room: inout Room
    ) throws -> [Int: LayerArray] {
        let chosen = Set(LayerActivationsChoice(of: scene.fields).layers.map(\.tensor))
        let counts = scene.layers.map { elementCount($0.field.shape ?? []) }
        let order = scene.layers.indices.sorted { a, b in
            let (isA, isB) = (
                chosen.contains(scene.layers[a].field.tensor), chosen.contains(scene.layers[b].field.tensor)
            )
            return isA != isB ? isA : (counts[a], a) < (counts[b], b)
        }
        var arrays: [Int: LayerArray] = [:]
        for index in order where room.takes(counts[index]) {
            // Layers beside the way to the answer were not run.
            arrays[index] = try? run.array(of: scene.layers[index])
        }
        return arrays
    }

    /// How units come of what they read, from the first layer on, so that ways back reach the picture.
    private static func rules(
        _ scene: NetworkScene, _ run: RecordedRun, _ arrays: [Int: LayerArray], _ taken: LayerArray,
        _ room: inout Room
    ) -> [Int: SentRule] {
        var rules: [Int: SentRule] = [:]
        for (index, array) in arrays.sorted(by: { $0.key < $1.key }) {
            let layer = scene.layers[index]
            let source = layer.inputs.first.map { scene.layerOfTensor[$0] ?? -1 } ?? -2
            func isOnPage(_ layer: Int) -> Bool { layer == -1 || arrays[layer] != nil }
            let isThere = layer.inputs.allSatisfy { isOnPage(scene.layerOfTensor[$0] ?? -1) }
            var rule = SentRule(layer, array, source: isOnPage(source) ? source : -2)
            let reading = SentReading(layer, array, in: scene, run) { $0 == -1 ? taken : arrays[$0] }
            if isThere, room.takes(layer.field.cost.parameters + (reading?.size ?? 0)) {
                if let reading { rule.describe(reading) }
            } else {
                rule.note = "Its numbers would make this page too large; striate explore has them."
            }
            rules[index] = rule
        }
        return rules
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static let style = text(PackageResources.explore_css) + text(PackageResources.sent_css)
    private static let body = text(PageFiles.page(PackageResources.sent_html))

    /// The live page's modules up to the walk, and the arithmetic.
    static let modules =
        PageFiles.modules.prefix(through: PageFiles.modules.firstIndex { $0.name == "walk.js" } ?? 0).map(\.bytes)
        + [PackageResources.sent_js]

    /// Modules as one script, each after those that it imports.
    static func joined(_ modules: [[UInt8]]) -> String {
        let lines = modules.flatMap { module in
            text(module).split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("import ") }
        }
        let plain = lines.map { $0.hasPrefix("export ") ? $0.dropFirst("export ".count) : $0 }
        return "\"use strict\";\n(() => {\n\(plain.joined(separator: "\n"))\n})();\n"
    }
}
