import Planes
import Reports
import Retinotopy

/// Where `map` gets the activity of each picture from: a bank of filters or a layer of a network.
struct MapSource {
    /// Units and channels of a picture's map.
    struct Size {
        let units, channels: Int
        /// Of the flattened cortex.
        let points: Int

        init(_ lattice: UnitLattice, channels: Int, field: VisualField, cortex: CorticalMap) {
            (units, self.channels) = (lattice.size.count, channels)
            points = CorticalGrid.pointCount(of: field, on: cortex, pitch: MapStudy.pitch)
        }
    }

    /// For every picture, before any is decoded.
    let sizes: [Size]
    /// Which pictures are drawn of each.
    let figures: [String]
    /// Decodes a picture and shows it; pictures are asked for in their order.
    let study: (Int) throws -> MapStudy
    /// The stages that the first picture went through, line by line.
    let stages: () -> [String]
    /// How each filter was applied, for the picture seen last.
    let explanation: () -> [String]
}

extension MapPipeline {
    /// The bank's activity for some pictures.
    func source(_ list: PictureList) throws -> MapSource {
        let plans = try plans(for: list.pictures)
        var ready: Ready?
        return MapSource(
            sizes: plans.map {
                MapSource.Size($0.lattice, channels: $0.model.channels.count, field: $0.field, cortex: cortex)
            },
            figures: ["field", "orientation", "scales", "cortex"],
            study: { index in
                let model = self.ready(for: plans[index], before: ready)
                ready = model
                return try study(plans[index], with: model.model)
            }, stages: { stages(plans[0]).lines },
            explanation: { ready.map { MapExplanation(of: $0.model).lines } ?? [] })
    }
}
