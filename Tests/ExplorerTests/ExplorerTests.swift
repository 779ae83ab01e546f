import Archives
import Foundation
import Inference
import Networks
import Physiology
import Planes
import Testing

@testable import Explorer

@Suite struct ExplorerTests {
    @Test func `a drawn stroke is taken for a one, and all layers come with it`() async throws {
        let picture = try await Lenet.drawn(try Lenet.explorer())
        let guesses = try #require(picture["guesses"] as? [[String: Any]])
        let best = guesses.max { ($0["probability"] as? Double ?? 0) < ($1["probability"] as? Double ?? 0) }
        #expect(best?["label"] as? String == "1" && guesses.count == 10)
        #expect((picture["layers"] as? [Any])?.count == 12)
        #expect((picture["preprocessing"] as? String)?.contains("centred by its mass") == true)
        let still = try await Lenet.drawn(try Lenet.explorer(), centred: false)["preprocessing"] as? String
        #expect(still?.contains("stretched to the input's size") == true && still?.contains("mass") == false)
    }

    @Test func `the scene names layers, what they read and what they see`() async throws {
        let answer = try await Lenet.explorer().answer(PageRequest(path: ""), at: "api/scene")
        let network = try #require(try Lenet.json(answer)["network"] as? [String: Any])
        let layers = try #require(network["layers"] as? [[String: Any]])
        let expected = [
            "scaled", "C1", "C1.relu", "S2", "C3", "C3.relu", "S4", "C5", "C5.relu", "F6", "F6.relu", "output",
        ]
        #expect(layers.map { $0["name"] as? String } == expected)
        #expect(layers[7]["sources"] as? [Int] == [6], "what only reshapes is passed through")
        #expect(
            layers.filter { $0["isPointwise"] as? Bool == true }.map { $0["op"] as? String }
                == ["Mul", "Relu", "Relu", "Relu", "Relu"])
    }

    @Test(arguments: [
        ("GET", "api/unit", [:], "picture: a whole number from 0 to 9223372036854775806 is expected"),
        ("GET", "api/layer", ["picture": "99", "layer": "1"], "that picture was let go; show it again"),
        ("GET", "api/layer", ["picture": "0", "layer": "12"], "layer: a whole number from 0 to 11 is expected"),
        (
            "GET", "api/unit", ["picture": "0", "layer": "1", "channel": "6", "row": "0", "column": "0"],
            "channel: a whole number from 0 to 5 is expected"
        ),
        ("GET", "api/given", ["index": "0"], "index: there is none to choose from"),
        ("POST", "api/drawing", ["side": "280"], "side × side bytes of grey are expected"),
        ("POST", "api/drawing", ["side": "9000"], "side: a whole number from 8 to 1024 is expected"),
        (
            "GET", "api/cortex", ["map": "v9", "reach": "10"],
            "map: one of polimeni-v1, polimeni-v2, polimeni-v3, monopole, horton-hoyt, dougherty is expected"
        ),
        (
            "GET", "api/explanation", ["picture": "0", "method": "magic"],
            "method: one of gradient, input-x-gradient, integrated-gradients, smooth-grad, guided-backprop, grad-cam, occlusion is expected"
        ),
        (
            "GET", "api/explanation", ["picture": "0", "method": "gradient", "class": "10"],
            "there is no class 10; they are 0 to 9"
        ),
        ("GET", "api/preferred", ["layer": "1", "channel": "0"], "there is no such page"),
        ("GET", "api/kernels", [:], "there is no such page"), ("PUT", "api/drawing", [:], "there is no such page"),
        ("GET", "../../etc/passwd", [:], "there is no such page"),
    ])
    func `what cannot be answered is refused in one line`(
        method: String, path: String, query: [String: String], text: String
    ) async throws {
        let explorer = try Lenet.explorer()
        _ = try await Lenet.drawn(explorer)
        let error = await #expect(throws: ExplorerError.self) {
            try await explorer.answer(PageRequest(method: method, path: "", query: query), at: path)
        }
        #expect(error?.description == text)
    }

    @Test func `a picture that is sent is read as a file would be`() async throws {
        let explorer = try Lenet.explorer()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Lenet.path("data/photos/camera.png"))))
        let answer = try await explorer.answer(PageRequest(method: "POST", path: "", body: bytes), at: "api/photograph")
        let picture = try Lenet.json(answer)
        let photograph = try #require(picture["photograph"] as? [String: Any])
        #expect(photograph["shape"] as? [Int] == [1, 512, 512] || photograph["shape"] as? [Int] == [1, 640, 640])
        let scene = try Lenet.scene()
        let file = try ImageFile(path: Lenet.path("data/photos/camera.png")).image()
        let fitted = try scene.network.fitted(file)
        #expect((picture["input"] as? [String: Any])?["data"] as? String == PackedNumbers(fitted).data)
    }

    @Test func `of a large photograph, made small, the page knows how wide it was`() async throws {
        let wide = Image(grey: Plane(size: PixelSize(height: 20, width: 1000)) { _, _ in 0.5 }, encoding: .sRGB)
        let explorer = try Lenet.explorer(pictures: [Explorer.Given(name: "wide") { wide }])
        let answer = try await explorer.answer(PageRequest(path: "", query: ["index": "0"]), at: "api/given")
        let picture = try Lenet.json(answer)
        #expect((picture["photograph"] as? [String: Any])?["shape"] as? [Int] == [1, 12, 640])
        #expect(picture["photographWidth"] as? Int == 1000)
    }

    @Test func `the scene says where its size is assumed, and why there is none`() async throws {
        func scene(_ explorer: Explorer) async throws -> [String: Any] {
            try Lenet.json(await explorer.answer(PageRequest(path: ""), at: "api/scene"))
        }
        for (model, isAssumed) in [("data/lenet/lenet-5.onnx", false), ("data/alexnet/alexnet-features.onnx", true)] {
            let explorer = Explorer(model: model, version: "0", scene: try Lenet.scene(model))
            let network = try await scene(explorer)["network"] as? [String: Any]
            #expect(network?["isSizeAssumed"] as? Bool == isAssumed)
        }
        let none = try await scene(Explorer(model: "k.npy", version: "0", scene: nil, note: "it holds weights"))
        #expect(none["note"] as? String == "it holds weights" && none["network"] == nil)
    }

    @Test func `a run that lacks an input says where it is given`() {
        let error = ExplorerError(ofRun: .inputMissing(input: "style"))
        #expect(
            error.description == "input 'style' is not given; say what it holds, where the page is opened")
    }

    @Test func `what is sent and is no picture is refused, and nothing of it stays`() async throws {
        let explorer = try Lenet.explorer()
        let folder = FileManager.default.temporaryDirectory.path
        func uploads() throws -> Set<String> {
            Set(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("striate-upload") })
        }
        let before = try uploads()
        for bytes in [
            Array("GIF89a".utf8), [], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("P5 9 9".utf8),
        ] {
            let error = await #expect(throws: ExplorerError.self) {
                try await explorer.answer(PageRequest(method: "POST", path: "", body: bytes), at: "api/photograph")
            }
            #expect(error?.description.contains("the picture") == true && error?.description.contains(folder) == false)
        }
        let header = Array("P5 5000 5000 255\n".utf8) + [UInt8](repeating: 0, count: 25_000_000)
        let error = await #expect(throws: ExplorerError.self) {
            try await explorer.answer(PageRequest(method: "POST", path: "", body: header), at: "api/photograph")
        }
        #expect(error?.description == "the picture has 5000 × 5000 pixels; at most 16777216 are taken")
        #expect(try uploads() == before)
    }

    @Test func `an explanation is what the library finds, of a class, of the first guess, of a unit`() async throws {
        let explorer = try Lenet.explorer()
        let input = try #require(try await Lenet.drawn(explorer)["input"] as? [String: Any])
        let pixels = try #require(Data(base64Encoded: input["data"] as? String ?? "")).withUnsafeBytes {
            Array($0.bindMemory(to: Float.self))
        }
        let network = try Lenet.scene().network
        let tensor = try #require(
            try network.input(
                ofFitted: Image(grey: Plane(size: PixelSize(side: 28), values: pixels), encoding: .sRGB))[
                    network.image.name])
        let layer = MapLayer("C3", tensor: try MapLayers(of: network).layer(named: "C3").tensor)
        let asked: [(query: [String: String], target: AttributionTarget, words: String)] = [
            ([:], .likeliest, "the score of class 1"), (["class": "7"], .score(ofClass: 7), "the score of class 7"),
            (
                ["layer": "4", "channel": "5", "row": "4", "column": "6"],
                .unit(channel: 5, row: 4, column: 6, layer), "unit (4, 6) of map 5 of 'C3'"
            ),
        ]
        for (query, target, words) in asked {
            let answer = try await Lenet.followed(
                explorer.answer(
                    PageRequest(
                        path: "", query: query.merging(["picture": "0", "method": "input-x-gradient"]) { $1 }),
                    at: "api/explanation")
            ).found
            var generator = SystemRandomNumberGenerator()
            let own = try Explainer(network, target: target).attribution(
                ofInput: tensor, by: .inputTimesGradient, using: &generator)
            #expect(
                answer["target"] as? String == words && abs((answer["answer"] as? Double ?? .nan) - own.answer) < 1e-9)
            let map = try #require(answer["map"] as? [String: Any])
            #expect(map["data"] as? String == PackedNumbers(shape: [784], own.plane.values).data)
            #expect(abs((answer["sum"] as? Double ?? .nan) - own.sum) < 1e-9 && answer["lastLayer"] == nil)
        }
    }

    @Test func `a network without classes is explained unit by unit`() async throws {
        let camera = try ImageFile(path: Lenet.path("data/photos/camera.png"))
        let explorer = Explorer(
            model: "a", version: "0", scene: try Lenet.scene("data/alexnet/alexnet-features.onnx"),
            pictures: [Explorer.Given(name: "camera") { try camera.image() }])
        _ = try await explorer.answer(PageRequest(path: "", query: ["index": "0"]), at: "api/given")
        var query = ["picture": "0", "method": "gradient"]
        let error = await #expect(throws: ExplorerError.self) {
            try await explorer.answer(PageRequest(path: "", query: query), at: "api/explanation")
        }
        #expect(error?.description.contains("not one number for each class") == true)
        query.merge(["layer": "0", "channel": "0", "row": "20", "column": "20"]) { $1 }
        let answer = try await Lenet.followed(
            explorer.answer(PageRequest(path: "", query: query), at: "api/explanation")
        ).found
        #expect((answer["map"] as? [String: Any])?["shape"] as? [Int] == [1, 224, 224])
    }

    @Test func `what takes long says how far it is, and another question need not wait for all of it`() async throws {
        let explorer = try Lenet.explorer()
        _ = try await Lenet.drawn(explorer)
        func asked(_ method: String) async throws -> PageResponse {
            try await explorer.answer(
                PageRequest(path: "", query: ["picture": "0", "method": method, "checked": "1"]),
                at: "api/explanation")
        }
        // Windows of 7 × 7 every 2 pixels, of the network and of two with permuted weights; see AttributionSettings.
        let runs = try ExplanationStudy(
            Lenet.scene().network, target: .likeliest,
            methods: [
                AttributionSettings().method(
                    .occlusion, on: Lenet.scene().network, explaining: Explainer(Lenet.scene().network).tensor)
            ], isChecked: true, seed: 0
        ).runs
        let (first, found) = try await Lenet.followed(asked("occlusion"))
        #expect(first["done"] as? Int == 1 && first["count"] as? Int == runs && runs > 100)
        #expect(found["method"] as? String == "occlusion" && found["allLayers"] as? Double != nil)
        // Its first line is heard and no more: it ends.
        _ = try await asked("occlusion").status
        let (_, next) = try await Lenet.followed(asked("gradient"))
        #expect(next["method"] as? String == "gradient")
    }
}
