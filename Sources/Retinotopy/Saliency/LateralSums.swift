public import Planes
public import Workers

/// What every unit of a sheet receives, on a torus.
///
///     excitation[i, p] = Σ J[i, j, d] · activity[j, p + d]      inhibition likewise with W
///
/// over orientations j and steps d; places beyond an edge are those at the other edge.
public protocol LateralSums: Sendable {
    /// Both sums, by orientation and place.
    func sums(of activity: [[Double]], workers: Workers) -> (excitation: [[Double]], inhibition: [[Double]])
}

/// The sums as they are defined, unit by unit; silent units cost nothing.
public struct DirectSums: LateralSums {
    private struct Connection {
        let row, column: Int
        let excitation, inhibition: Double
    }

    private let size: PixelSize
    /// By receiving and sending orientation.
    private let connections: [[Connection]]

    /// Sums on a torus of a size.
    public init(size: PixelSize, connections lateral: LateralConnections = .li) {
        self.size = size
        let count = HypercolumnSheet.orientationCount
        connections = (0..<count * count).map { pair in
            let excitation = lateral.excitation.kernel(to: pair / count, from: pair % count)
            let inhibition = lateral.inhibition.kernel(to: pair / count, from: pair % count)
            return zip(excitation, inhibition).enumerated().compactMap { place, weights in
                guard weights.0 != 0 || weights.1 != 0 else { return nil }
                return Connection(
                    row: place / LateralConnections.side - LateralConnections.reach,
                    column: place % LateralConnections.side - LateralConnections.reach, excitation: weights.0,
                    inhibition: weights.1)
            }
        }
    }

    /// Both sums, by orientation and place.
    public func sums(of activity: [[Double]], workers: Workers) -> (excitation: [[Double]], inhibition: [[Double]]) {
        let received = workers.map(activity.count) { receiver in
            var excitation = [Double](repeating: 0, count: size.count)
            var inhibition = excitation
            for (sender, values) in activity.enumerated() {
                let connections = connections[receiver * activity.count + sender]
                for (place, value) in values.enumerated() where value != 0 {
                    for connection in connections {
                        let row = Torus.wrapped(place / size.width - connection.row, size.height)
                        let column = Torus.wrapped(place % size.width - connection.column, size.width)
                        excitation[row * size.width + column] += connection.excitation * value
                        inhibition[row * size.width + column] += connection.inhibition * value
                    }
                }
            }
            return (excitation, inhibition)
        }
        return (received.map(\.0), received.map(\.1))
    }
}
