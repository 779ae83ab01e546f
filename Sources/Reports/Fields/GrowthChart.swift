import Figures
import Networks
import ReceptiveFields

/// Field against depth: every path of the network a line, the image's side marked.
struct GrowthChart: Sendable {
    private let fields: ReceptiveFields
    private let depth: [String: Int]

    init(_ fields: ReceptiveFields) {
        self.fields = fields
        var depth: [String: Int] = [:]
        for field in fields.tensors {
            let before = field.node.reads.compactMap { depth[$0] }.max() ?? 0
            depth[field.tensor] = before + (field.isProductive == nil ? 0 : 1)
        }
        self.depth = depth
    }

    var chart: Chart {
        get throws(FigureError) {
            let local = fields.tensors.filter { !$0.rows.isGlobal }
            let byName = Dictionary(local.map { ($0.tensor, $0) }) { first, _ in first }
            var paths: Set<[Point]> = []
            for field in local {
                let end = point(field)
                let sources = field.node.reads.compactMap { byName[$0].map(point) }
                for start in sources.isEmpty ? [Point(x: 0, y: 1)] : sources where start != end {
                    paths.insert([start, end])
                }
            }
            let lines = paths.sorted { a, b in (a[0].x, a[0].y, a[1].x, a[1].y) < (b[0].x, b[0].y, b[1].x, b[1].y) }
            let deepest = Double(max(1, local.compactMap { depth[$0.tensor] }.max() ?? 1))
            let side = Double(fields.image.height)
            return try Chart(
                name: "growth", title: "How fields grow with depth",
                subtitle: "rows of the local field, not clipped; a line for every path from tensor to tensor",
                xAxis: .init("layers with a window on the longest path from the image", range: 0...deepest),
                yAxis: .init("field, pixels"),
                series: [
                    .init(
                        "the image's \(fields.image.height) rows",
                        .line([Point(x: 0, y: side), Point(x: deepest, y: side)]), color: .cellGrey),
                    .init("local field", .paths(lines), color: .kernelBlue),
                    .init(
                        "along the smallest path",
                        .points(
                            local.filter { $0.isProductive != nil && $0.rows.smallest < 1 << 40 }.map {
                                Point(x: Double(depth[$0.tensor] ?? 0), y: Double($0.rows.smallest))
                            }), color: .cellOrange),
                ])
        }
    }

    private func point(_ field: TensorField) -> Point {
        Point(x: Double(depth[field.tensor] ?? 0), y: Double(field.rows.size))
    }
}
