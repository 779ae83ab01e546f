public import Networks

extension Network {
    /// The same network after the weights of its layers have changed places within each: what is left of it is its
    /// architecture, and the distribution of each layer's weights (Baek, Song, Jang, Kim & Paik 2021, *Nat. Commun.* 12:7328,
    /// draw them anew).
    ///
    /// Layers are the convolutions, products and recurrences; biases are permuted too, normalisations stay as they are.
    ///
    /// - Parameters:
    ///   - tensor: of which the last such layer alone is permuted; all of the network if left out.
    ///   - generator: of the order; values are permuted when they are asked for.
    /// - Throws: ``Networks/NetworkError`` as for any network.
    public func permutingWeights(
        lastBefore tensor: String? = nil, using generator: inout some RandomNumberGenerator
    ) throws(NetworkError) -> Network {
        let fixed = fixedTensors
        let needed = tensor.map { indices(giving: [$0]) } ?? Array(nodes.indices)
        let learned = needed.map { nodes[$0] }.filter { !weights(of: $0, fixed).isEmpty }
        let chosen = tensor == nil ? learned : Array(learned.suffix(1))
        var permuted = constants
        // A weight that several nodes read is permuted once.
        for name in Set(chosen.flatMap { weights(of: $0, fixed) }).sorted() {
            permuted[name] = constants[name]?.permuted(seed: generator.next())
        }
        return try Network(
            name: name, opset: opset, inputs: inputs, outputs: outputs, nodes: nodes, constants: permuted
        ).noting(metadata)
    }

    /// The constants that are a node's weights, also behind what unpacks or turns them.
    private func weights(of node: Node, _ fixed: Set<String>) -> [String] {
        switch node.op.kind {
        case .convolution, .product, .recurrence: break
        default: return []
        }
        return node.op.weights.compactMap { node.input($0) }.filter(fixed.contains).compactMap { tensor in
            let found = constants[tensor].map { [$0] } ?? part(behind: tensor)
            // Indices and sizes, as of what makes or cuts a weight, are of 64 bits.
            return found.filter { $0.count > 1 && $0.type != .int64 }.max { ($0.count, $1.name) < ($1.count, $0.name) }?
                .name
        }
    }

    private func part(behind tensor: String) -> [Constant] {
        indices(giving: [tensor]).flatMap { nodes[$0].reads }.compactMap { constants[$0] }
    }
}

extension Constant {
    /// The same numbers in an order that a seed gives.
    fileprivate func permuted(seed: UInt64) -> Constant {
        let whole = self
        return Constant(
            name: name, shape: shape, type: type,
            source: .stored {
                var generator = SplitMix(state: seed)
                switch try whole.elements() {
                case .integers(let values): return .integers(values.shuffled(using: &generator))
                case .floats(let values): return .floats(values.shuffled(using: &generator))
                }
            })
    }
}

/// A small generator whose whole state is its seed (Steele, Lea & Flood 2014, *OOPSLA*).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
