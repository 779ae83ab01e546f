package import Networks
package import Planes
import Workers

/// An operation for maps with channels first, on maps that have them last.
struct ChannelsLast: Computation {
    let operation: any Computation
    var givesFinite: Bool { operation.givesFinite }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        try inputs.replace(0, with: inputs.take(0).channelsFirst)
        return try operation.run(&inputs, workers).map(\.channelsLast)
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        var first = inputs
        try first.replace(0, with: first.take(0).channelsFirst)
        var results = try operation.pullback(
            cotangents.map { $0?.channelsFirst }, first, outputs.map(\.channelsFirst), workers)
        if let map = results.first { results[0] = map?.channelsLast }
        return results
    }
}

extension Value {
    fileprivate var channelsFirst: Value {
        switch self {
        case .floats(let tensor): .floats(tensor.channelsFirst)
        case .integers(let tensor): .integers(tensor.channelsFirst)
        }
    }

    fileprivate var channelsLast: Value {
        switch self {
        case .floats(let tensor): .floats(tensor.channelsLast)
        case .integers(let tensor): .integers(tensor.channelsLast)
        }
    }
}

extension Tensor {
    /// The maps with channels first, of maps in some order.
    package func channelsFirst(from order: MapOrder) -> Tensor { order == .channelsFirst ? self : channelsFirst }

    /// The maps in some order, of maps with channels first.
    package func ordered(_ order: MapOrder) -> Tensor { order == .channelsFirst ? self : channelsLast }

    /// Maps with channels last, brought to channels first.
    fileprivate var channelsFirst: Tensor {
        guard shape.count > 2 else { return self }
        let channels = shape[shape.count - 1]
        return exchanged(rows: elementCount(Array(shape[1..<shape.count - 1])), columns: channels, shape.channelsFirst)
    }

    /// Maps with channels first, brought to channels last.
    fileprivate var channelsLast: Tensor {
        guard shape.count > 2 else { return self }
        return exchanged(rows: shape[1], columns: elementCount(Array(shape[2...])), shape.channelsLast)
    }

    /// Each row × column matrix of a batch turned to column × row.
    private func exchanged(rows: Int, columns: Int, _ turned: [Int]) -> Tensor {
        guard rows > 1, columns > 1, count > 0 else { return reshaped(to: turned) }
        // Blocks that fit into the cache both ways.
        let side = 32
        return values.withUnsafeBufferPointer { from in
            Tensor(shape: turned) { to in
                for start in stride(from: 0, to: from.count, by: rows * columns) {
                    for top in stride(from: 0, to: rows, by: side) {
                        for left in stride(from: 0, to: columns, by: side) {
                            for row in top..<min(top + side, rows) {
                                for column in left..<min(left + side, columns) {
                                    to[start + column * rows + row] = from[start + row * columns + column]
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
