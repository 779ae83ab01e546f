import Networks
import Planes

extension Explainer {
    /// Σ of a layer's channels, each weighted by the mean of ∂y by its units: 1 × 1 × rows × columns.
    ///
    /// - SeeAlso: Selvaraju, Cogswell, Das, Vedantam, Parikh & Batra (2017), *ICCV*, "Grad-CAM".
    func gradCAM(
        _ run: RecordedRun, _ units: WeightedUnits, _ layer: MapLayer, isRectified: Bool
    ) throws(InferenceError) -> Tensor<Float> {
        guard let maps = try? run.tensor(layer.tensor).channelsFirst(from: layer.order) else {
            throw .notOnTheWay(layer: layer.label, tensor: tensor)
        }
        guard maps.shape.count == 4, maps.shape[0] == 1, maps.count > 0 else { throw .noMap(layer: layer.label) }
        let cotangent = units.cotangent(try run.tensor(tensor).shape)
        let found: Tensor<Float>
        do throws(InferenceError) {
            found = try run.gradient(of: tensor, weighted: cotangent, by: layer.tensor)
        } catch {
            if case .unreached = error { throw .notOnTheWay(layer: layer.label, tensor: tensor) }
            throw error
        }
        let gradient = found.channelsFirst(from: layer.order)
        let (channels, size) = (maps.shape[1], maps.shape[2] * maps.shape[3])
        var sum = [Double](repeating: 0, count: size)
        for channel in 0..<channels {
            let range = channel * size..<(channel + 1) * size
            let weight = gradient.values[range].reduce(0.0) { $0 + Double($1) } / Double(size)
            guard weight != 0 else { continue }
            for (place, value) in maps.values[range].enumerated() { sum[place] += weight * Double(value) }
        }
        return Tensor(
            shape: [1, 1, maps.shape[2], maps.shape[3]], values: sum.map { Float(isRectified ? max($0, 0) : $0) })
    }
}
