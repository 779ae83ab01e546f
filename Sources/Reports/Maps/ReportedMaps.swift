import Inference
import Networks
import ReceptiveFields
public import Retinotopy

/// Where maps come from, with what a report says of it.
public protocol ReportedMaps: MapSource {
    /// Which pictures are drawn of each.
    var figures: [String] { get }
    /// The stages that the first picture goes through, line by line.
    var stages: [String] { get }
    /// How each filter was applied for the picture seen last, line by line; empty where there are none.
    var explanation: [String] { get }
}

extension BankMaps: ReportedMaps {
    /// The visual field, orientations, scales, the cortex.
    public var figures: [String] { ["field", "orientation", "scales", "cortex"] }

    /// From light to the cortex.
    public var stages: [String] { MapStages(of: self).lines }

    /// The way of every filter.
    public var explanation: [String] { model.map { MapExplanation(of: $0).lines } ?? [] }
}

extension NetworkMaps: ReportedMaps {
    /// The visual field, channels, the cortex.
    public var figures: [String] { ["field", "channels", "cortex"] }

    /// From the file to the cortex.
    public var stages: [String] {
        let size = "\(target.rows.size) × \(target.columns.size)"
        return StageList([
            ("network", "\(file), layer '\(target.node.label)' (\(target.node.op))"),
            ("input", "\(preprocessingSummary); \(network.size) pixels"),
            (
                "units",
                "see \(size) pixels each, the next one \(short(lattice.strideX)) pixels on, the first at \(short(lattice.startX)), \(short(lattice.startY))"
            ),
            ("cortex", MapStages.area(of: cortex)),
        ]).lines
    }

    /// Filters are the network's.
    public var explanation: [String] { [] }
}
