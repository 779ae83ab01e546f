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

    private static func lenet() throws -> RunnableNetwork {
        try RunnableNetwork(Network(path: Lenet.path("data/lenet/lenet-5.onnx")), workers: Workers(2))
    }

    private static func walk(of picture: String = "noise") throws -> SentWalk {
        try SentWalk(
            lenet(), model: "lenet-5.onnx", version: "0", picture: picture, shown: .image(noise), labels: nil)
    }

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
        let value: Float
        let sum, bias: Float?
        let field, strict: Field
        let reach: Reach?
        let channels: [Channel]
        let terms: [Term]
    }

    @Test(.enabled(if: HeadlessBrowser.program != nil, "no chromium"))
    func `the page's arithmetic of every kind of layer is the program's`() throws {
        let (walk, scene) = (try Self.walk(), try NetworkScene(Self.lenet()))
        let run = try RecordedRun(
            of: scene.network.network, upTo: scene.targets, on: scene.network.input(ofFitted: Self.noise),
            workers: Workers(2))
        var places: [[String: Int]] = []
        for (index, layer) in scene.layers.enumerated() {
            let array = try run.array(of: layer)
            for unit in Set([0, array.count / 3, array.count / 2, array.count - 1]).sorted() {
                let place = array.place(unit)
                places.append(["layer": index, "channel": place.channel, "row": place.row, "column": place.column])
            }
        }
        let asked = String(decoding: try JSONEncoder().encode(places), as: UTF8.self)
        let script = """
            const provider = new SentProvider(JSON.parse(byId("sent").textContent));
            Promise.all(\(asked).map((place) => provider.unit(0, place))).then((all) => {
              document.querySelector("pre").textContent = JSON.stringify(all);
            });
            """
        let page = SelfContainedPage(
            title: "", style: "", scripts: [SentWalk.joined(SentWalk.modules + [Array(script.utf8)])],
            data: [("sent", walk.json)], body: "<pre></pre>")
        let json = try #require(try HeadlessBrowser.text(ofPage: page.bytes))
        let accounts = try JSONDecoder().decode([Account].self, from: Data(json.utf8))
        #expect(accounts.count == places.count)
        for (place, page) in zip(places, accounts) {
            let request = PageRequest(path: "", query: place.mapValues { "\($0)" })
            let own = try UnitArithmetic(UnitPlace(request, in: scene, run), in: scene).account()
            let name = "\(scene.layers[own.layer].name) \(place)"
            #expect(page.kind == own.kind.rawValue && page.source == own.source && page.value == own.value, "\(name)")
            #expect(page.field == Account.Field(rows: own.field.rows, columns: own.field.columns), "\(name)")
            #expect(page.strict == Account.Field(rows: own.strict.rows, columns: own.strict.columns), "\(name)")
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
            for (a, b) in zip(page.terms, own.terms) {
                #expect(a.product == b.product && a.weight == b.weight, "\(name)")
            }
        }
        #expect(Set(accounts.map(\.kind)) == ["window", "largest", "sum", "function", "derivative"])
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

    @Test(.enabled(if: HeadlessBrowser.program != nil, "no chromium"))
    func `the page's strong paths are the program's`() throws {
        let (walk, scene) = (try Self.walk(), try NetworkScene(Self.lenet()))
        let run = try RecordedRun(
            of: scene.network.network, upTo: scene.targets, on: scene.network.input(ofFitted: Self.noise),
            workers: Workers(2))
        let places = [
            ["layer": 4, "channel": 5, "row": 4, "column": 6], ["layer": 11, "channel": 3, "row": 0, "column": 0],
        ]
        let asked = String(decoding: try JSONEncoder().encode(places), as: UTF8.self)
        let script = """
            const provider = new SentProvider(JSON.parse(byId("sent").textContent));
            Promise.all(\(asked).map((place) => provider.paths(0, place))).then((all) => {
              document.querySelector("pre").textContent = JSON.stringify(all);
            });
            """
        let page = SelfContainedPage(
            title: "", style: "", scripts: [SentWalk.joined(SentWalk.modules + [Array(script.utf8)])],
            data: [("sent", walk.json)], body: "<pre></pre>")
        let json = try #require(try HeadlessBrowser.text(ofPage: page.bytes))
        let found = try JSONDecoder().decode([Paths].self, from: Data(json.utf8))
        for (place, page) in zip(places, found) {
            let request = PageRequest(path: "", query: place.mapValues { "\($0)" })
            let own = try StrongPaths(to: UnitPlace(request, in: scene, run), in: scene)
            #expect(page.steps.map(\.layer) == own.steps.map(\.layer) && page.note == nil)
            for (a, b) in zip(page.steps, own.steps) {
                #expect(a.units.map(\.share).elementsEqual(b.units.map(\.share)) { abs($0 - $1) < 1e-4 }, "\(a.layer)")
                #expect(
                    a.units.first.map { [$0.channel, $0.row, $0.column] }
                        == b.units.first.map { [$0.channel, $0.row, $0.column] })
            }
            let pixels = try #require(Data(base64Encoded: own.image.data)).withUnsafeBytes {
                Array($0.bindMemory(to: Float.self))
            }
            let gradient = try #require(page.gradient)
            #expect(gradient.shape == [1, 28, 28] && gradient.values.count == pixels.count)
            let most = pixels.map(abs).max() ?? 0
            #expect(most > 0)
            for (index, pixel) in pixels.enumerated() {
                #expect(abs((gradient.values["\(index)"] ?? .nan) - pixel) <= 1e-4 * most, "\(index)")
            }
        }
        #expect(found.count == 2)
    }
}
