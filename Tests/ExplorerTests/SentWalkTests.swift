import Archives
import Foundation
import Inference
import Networks
import Planes
import ReceptiveFields
import ReferenceData
import Testing
import WebPages
import Workers

@testable import Explorer

@Suite struct SentWalkTests {
    /// Noise that is the same every time.
    private static let noise: Image = {
        var state: UInt64 = 7
        let plane = Plane(size: PixelSize(side: 28)) { _, _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24)
        }
        return Image(grey: plane, encoding: .sRGB)
    }()

    private static func network(_ path: String = "data/lenet/lenet-5.onnx") throws -> RunnableNetwork {
        try RunnableNetwork(Network(path: Lenet.path(path)), workers: Workers(2))
    }

    private static func walk(of picture: String = "noise", _ path: String = "data/lenet/lenet-5.onnx") throws
        -> SentWalk
    {
        try SentWalk(
            network(path), model: "lenet-5.onnx", version: "0", picture: picture, shown: .image(noise), labels: nil)
    }

    /// Networks with an Add, with a product of maps and one number for each, with a Concat, and the same with channels last.
    static let branching = [
        "residual.keras", "residual.tflite", "squeeze_excite.keras", "squeeze_excite.tflite", "encoder_decoder.keras",
    ].map { "Tests/InferenceTests/Reference/graphs/\($0)" }

    @Test func `the file asks nobody for anything, and a hostile name is text`() throws {
        let page = String(decoding: try Self.walk(of: "</script><script>alert(1)</script>").bytes, as: UTF8.self)
        #expect(page.contains("content=\"default-src 'none'; img-src data:;"))
        #expect(page.ranges(of: "<script>").count == 1 && !page.contains("<script>alert(1)"))
        #expect(page.ranges(of: "<script").count == 2 && page.ranges(of: "</script>").count == 2)
        #expect(
            !page.contains("<link") && !page.contains("src=") && !page.contains("\nimport ")
                && !page.contains("\nexport "))
        #expect(page.utf8.count < 1_000_000)
    }

    @Test func `equal walks are equal files`() throws {
        #expect(try Self.walk().bytes == Self.walk().bytes)
    }

    @Test func `what would make the page too large is left out, and named`() throws {
        let network = try RunnableNetwork(
            Network(path: Lenet.path("data/networks/tv_resnet50.onnx")), workers: Workers(2))
        let walk = try SentWalk(
            network, model: "m", version: "0", picture: "noise", shown: .image(Self.noise), labels: nil)
        #expect(walk.json.utf8.count < SelfContainedPage.mostBytes - 500_000)
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(walk.json.utf8)) as? [String: Any])
        let (left, layers) = (json["leftOut"] as? [String] ?? [], json["layers"] as? [String: Any] ?? [:])
        let all = (json["scene"] as? [String: Any])?["network"] as? [String: Any]
        #expect(!left.isEmpty && !layers.isEmpty && left.count + layers.count == (all?["layers"] as? [Any])?.count)
    }

    @Test(arguments: ["data/lenet/lenet-5.onnx", "data/networks/slim_resnet_v1_50_224.onnx"])
    func `every unit has its own field`(model: String) throws {
        let network = try RunnableNetwork(Network(path: Lenet.path(model)), workers: Workers(2))
        let scene = try NetworkScene(network)
        for layer in scene.layers.filter({ $0.isMap && ($0.field.height ?? 0) <= 28 }).prefix(12) {
            let (height, width) = (layer.field.height ?? 1, layer.field.width ?? 1)
            let sent = SentFields(layer, height: height, width: width, strictly: false)
            let units = try #require(layer.units)
            for row in 0..<height {
                for column in 0..<width {
                    let field = units.field(row: row, column: column)
                    func set(_ axis: SentFields.Axis, _ along: Int, _ count: Int) -> [[Int]] {
                        axis.sets[axis.index[axis.index.count == count ? along : row * width + column]]
                    }
                    let (rows, columns) = (set(sent.rows, row, height), set(sent.columns, column, width))
                    guard rows == field.rows.pieces.map({ [$0.lowerBound, $0.upperBound] }),
                        columns == field.columns.pieces.map({ [$0.lowerBound, $0.upperBound] })
                    else {
                        Issue.record("\(layer.name) \(row), \(column)")
                        return
                    }
                }
            }
        }
    }

    private struct Account: Decodable {
        struct Field: Decodable, Equatable { let rows, columns: [[Int]] }
        struct Reach: Decodable, Equatable { let height, width, row, column, rowStep, columnStep: Int }
        struct Channel: Decodable {
            let channel: Int
            let inputs, products: [Float?]
            let sum: Float
        }
        struct Term: Decodable {
            let channel, row, column: Int
            let value, weight, product: Float
        }

        let kind: String
        let source, termCount: Int
        let read: [Int]?
        let value: Float
        let sum, bias: Float?
        let field, strict: Field
        let reach: Reach?
        let channels: [Channel]
        let terms: [Term]
    }

    /// What the page says of places, asked by a method of its provider.
    private static func said<Answer: Decodable>(
        _ method: String, of places: [[String: Int]], on walk: SentWalk
    ) throws -> [Answer] {
        let asked = String(decoding: try JSONEncoder().encode(places), as: UTF8.self)
        let script = """
            const provider = new SentProvider(JSON.parse(byId("sent").textContent));
            Promise.all(\(asked).map((place) => provider.\(method)(0, place))).then((all) => {
              document.querySelector("pre").textContent = JSON.stringify(all);
            }, (error) => { document.querySelector("pre").textContent = error.stack; });
            """
        let page = SelfContainedPage(
            title: "", style: "", scripts: [SentWalk.joined(SentWalk.modules + [Array(script.utf8)])],
            data: [("sent", walk.json)], body: "<pre></pre>")
        let json = try #require(try HeadlessBrowser.text(ofPage: page.bytes))
        return try JSONDecoder().decode([Answer].self, from: Data(json.utf8))
    }

    /// A network's scene, and its run on the noise.
    private static func run(_ path: String) throws -> (scene: NetworkScene, run: RecordedRun) {
        let scene = try NetworkScene(network(path))
        let run = try RecordedRun(
            of: scene.network.network, upTo: scene.targets,
            on: scene.network.input(ofFitted: scene.network.fitted(noise)), workers: Workers(2))
        return (scene, run)
    }

    @Test(
        .enabled(if: HeadlessBrowser.program != nil, "no chromium"),
        arguments: ["data/lenet/lenet-5.onnx"] + branching)
    func `the page's arithmetic of every kind of layer is the program's`(model: String) throws {
        let (walk, (scene, run)) = (try Self.walk(model), try Self.run(model))
        var places: [[String: Int]] = []
        for (index, layer) in scene.layers.enumerated() {
            let array = try run.array(of: layer)
            for unit in Set([0, array.count / 3, array.count / 2, array.count - 1]).sorted() {
                let place = array.place(unit)
                places.append(["layer": index, "channel": place.channel, "row": place.row, "column": place.column])
            }
        }
        let accounts: [Account] = try Self.said("unit", of: places, on: walk)
        #expect(accounts.count == places.count)
        for (place, page) in zip(places, accounts) {
            let request = PageRequest(path: "", query: place.mapValues { "\($0)" })
            let own = try UnitArithmetic(UnitPlace(request, in: scene, run), in: scene).account()
            let name = "\(scene.layers[own.layer].name) \(place)"
            #expect(page.source == own.source && page.value == own.value, "\(name)")
            #expect(page.field == Account.Field(rows: own.field.rows, columns: own.field.columns), "\(name)")
            #expect(page.strict == Account.Field(rows: own.strict.rows, columns: own.strict.columns), "\(name)")
            guard page.kind != "opaque" else {
                // Of maps that are made larger, and of what is not on the page.
                #expect(model.contains("encoder_decoder"), "\(name)")
                continue
            }
            #expect(page.kind == own.kind.rawValue && page.read == own.read, "\(name)")
            #expect(page.bias == own.bias && page.reach?.row == own.reach?.row, "\(name)")
            #expect(page.channels.map(\.channel) == own.channels.map(\.channel), "\(name)")
            for (a, b) in zip(page.channels, own.channels) {
                #expect(a.inputs == b.inputs && abs(a.sum - b.sum) <= 1e-6 * max(1, abs(b.sum)), "\(name)")
                if own.kind == .window { #expect(a.products == b.products, "\(name)") }
            }
            if own.kind == .sum || own.kind == .window {
                #expect(page.termCount == own.termCount, "\(name)")
                #expect(abs((page.sum ?? 0) - (own.sum ?? 1)) <= 1e-5 * max(1, abs(own.sum ?? 0)), "\(name)")
                #expect(
                    abs((page.sum ?? 0) + (page.bias ?? 0) - page.value) <= 1e-4 * max(1, abs(page.value)), "\(name)")
            }
            #expect(page.terms.count == own.terms.count, "\(name)")
            for (a, b) in zip(page.terms, own.terms) {
                // A derivative that the program finds on its way back, and the page by a formula.
                #expect(abs(a.product - b.product) <= 1e-6 * max(1, abs(b.product)), "\(name)")
                #expect(abs(a.weight - b.weight) <= 1e-6 * max(1, abs(b.weight)), "\(name)")
            }
        }
        if model.contains("lenet") {
            #expect(Set(accounts.map(\.kind)) == ["window", "largest", "sum", "function", "derivative"])
        }
    }

    private struct Paths: Decodable {
        struct Unit: Decodable {
            let channel, row, column: Int
            let share: Double
        }
        struct Step: Decodable {
            let layer: Int
            let units: [Unit]
        }
        struct Gradient: Decodable {
            let shape: [Int]
            let values: [String: Float]
        }
        let steps: [Step]
        let gradient: Gradient?
        let note: String?
    }

    @Test(
        .enabled(if: HeadlessBrowser.program != nil, "no chromium"),
        arguments: ["data/lenet/lenet-5.onnx"] + branching)
    func `the page's strong paths are the program's, through all that a layer reads`(model: String) throws {
        let (walk, (scene, run)) = (try Self.walk(model), try Self.run(model))
        let places = try [scene.layers.count / 2, scene.layers.count - 1].map { layer in
            let array = try run.array(of: scene.layers[layer])
            // One that answers.
            let unit = array.values.indices.max { array.values[$0] < array.values[$1] } ?? 0
            let place = array.place(unit)
            return ["layer": layer, "channel": place.channel, "row": place.row, "column": place.column]
        }
        let found: [Paths] = try Self.said("paths", of: places, on: walk)
        var moved = 0
        for (place, page) in zip(places, found) {
            let request = PageRequest(path: "", query: place.mapValues { "\($0)" })
            let own = try StrongPaths(to: UnitPlace(request, in: scene, run), in: scene)
            // Maps that are made larger are not told of: the page says so, and of what comes in no other way it is right.
            let isTold = !model.contains("encoder_decoder")
            let known = own.steps.filter { step in page.steps.contains { $0.layer == step.layer } }
            #expect(page.steps.map(\.layer) == known.map(\.layer) && (known.count == own.steps.count) == isTold)
            #expect(isTold ? page.note == nil : page.note?.hasPrefix("What comes before u") == true)
            for (a, b) in zip(page.steps, known) {
                #expect(a.units.map(\.share).elementsEqual(b.units.map(\.share)) { abs($0 - $1) < 1e-4 }, "\(a.layer)")
                #expect(
                    a.units.first.map { [$0.channel, $0.row, $0.column] }
                        == b.units.first.map { [$0.channel, $0.row, $0.column] })
            }
            let pixels = try #require(Data(base64Encoded: own.image.data)).withUnsafeBytes {
                Array($0.bindMemory(to: Float.self))
            }
            guard isTold else {
                #expect(page.gradient == nil)
                continue
            }
            let gradient = try #require(page.gradient)
            #expect(gradient.shape == own.image.shape && gradient.values.count == pixels.count)
            let most = pixels.map(abs).max() ?? 0
            moved += most > 0 ? 1 : 0
            for (index, pixel) in pixels.enumerated() {
                #expect(abs((gradient.values["\(index)"] ?? .nan) - pixel) <= 1e-4 * most, "\(index)")
            }
        }
        #expect(found.count == 2 && (moved > 0 || model.contains("encoder_decoder")))
    }
}
