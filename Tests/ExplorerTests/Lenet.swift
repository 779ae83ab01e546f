import Archives
import Foundation
import Inference
import Networks
import Planes
import Workers

@testable import Explorer

/// The bundled LeNet, as the page has it.
enum Lenet {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    static func scene(_ model: String = "data/lenet/lenet-5.onnx") throws -> NetworkScene {
        try NetworkScene(RunnableNetwork(Network(path: path(model)), workers: Workers(2)))
    }

    static func explorer(pictures: [Explorer.Given] = []) throws -> Explorer {
        Explorer(model: "lenet-5.onnx", version: "0", scene: try scene(), pictures: pictures)
    }

    /// A photograph.
    static func camera() throws -> Image { try ImageFile(path: path("data/photos/camera.png")).image() }

    /// A vertical stroke on a canvas of 280 × 280, a one.
    static let one: [UInt8] = (0..<280 * 280).map { index in
        let (row, column) = (index / 280, index % 280)
        return (60..<220).contains(row) && (128..<152).contains(column) ? 255 : 0
    }

    /// What an answer says, as JSON.
    static func json(_ response: PageResponse) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any] ?? [:]
    }

    /// What an answer of many lines found, and what its first line says.
    static func followed(_ response: PageResponse) async throws -> (first: [String: Any], found: [String: Any]) {
        let first = try json(response)
        var bytes = response.body
        if let rest = response.rest { for await piece in rest { bytes += piece } }
        let last = bytes.split(separator: 10).last.map { Data($0) } ?? Data()
        let line = try JSONSerialization.jsonObject(with: last) as? [String: Any]
        return (first, line?["found"] as? [String: Any] ?? [:])
    }

    /// The stroke drawn, and the picture's number.
    static func drawn(_ explorer: Explorer, centred: Bool = true) async throws -> [String: Any] {
        try json(
            await explorer.answer(
                PageRequest(
                    method: "POST", path: "", query: ["side": "280", "centred": centred ? "1" : "0"], body: one),
                at: "api/drawing"))
    }
}
