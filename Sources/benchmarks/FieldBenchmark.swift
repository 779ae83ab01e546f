import Archives
import Networks
import ReceptiveFields

/// Receptive fields of chains of 1000 to 100,000 nodes, and of a ResNet-50 from its file.
enum FieldBenchmark {
    static func run(_ log: Log) throws {
        log.say("rf: chains of convolutions and rectifiers on 224 × 224, then the network of a file")
        var first: Double?
        for count in [1_000, 10_000, 100_000] {
            let chain = try chain(of: count)
            let seconds = Benchmarks.best(of: count > 10_000 ? 1 : 3) { _ = try? follow(chain) }
            let each = seconds / Double(count)
            log.add(
                "rf \(count) nodes", "a chain", seconds, "\(each * 1e6) µs each, \(each / (first ?? each)) of the first"
            )
            first = first ?? each
        }
        for path in ["data/networks/tv_resnet50.onnx", "data/networks/slim_resnet_v1_50_224.onnx"] {
            let seconds = Benchmarks.best(of: 5) {
                if let network = try? Network(path: path) { _ = try? follow(network) }
            }
            log.add("rf \(path)", "from the file", seconds, "to every tensor's field")
        }
    }

    static func follow(_ network: Network) throws(NetworkError) -> ReceptiveFields {
        try ReceptiveFields(of: network, image: ImageInput(of: network))
    }

    static func chain(of count: Int) throws(NetworkError) -> Network {
        let nodes = (0..<count).map { index in
            let input = index == 0 ? "x" : "t\(index - 1)"
            return index.isMultiple(of: 2)
                ? Node(
                    op: .conv, inputs: [input, "w"], outputs: ["t\(index)"], attributes: ["pads": .ints([1, 1, 1, 1])])
                : Node(op: .relu, inputs: [input], outputs: ["t\(index)"])
        }
        let weight = Constant(name: "w", shape: [3, 3, 3, 3], type: .float32, source: .none)
        return try Network(
            opset: 17, inputs: [.init(name: "x", shape: [.known(1), .known(3), .known(224), .known(224)])],
            outputs: [], nodes: nodes, constants: ["w": weight])
    }
}
