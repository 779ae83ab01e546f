import Inference
import Networks
import Planes
import ReceptiveFields

/// The units through which most of a unit's value comes, layer by layer: by activation × derivative.
struct StrongPaths: Encodable, Sendable {
    struct Unit: Encodable, Sendable {
        let channel, row, column: Int
        let value, derivative: Float
        /// Of the sum of |activation × derivative| over its layer.
        let share: Double
    }

    struct Step: Encodable, Sendable {
        let layer: Int
        let units: [Unit]
    }

    /// From the layer before the unit back to the first.
    let steps: [Step]
    /// ∂unit/∂pixel, of the values that the network takes.
    let image: PackedNumbers

    /// Units of each layer that are shown.
    private static let most = 5

    /// Goes back from a unit.
    ///
    /// - Throws: ``ExplorerError/refused(_:)``: an operation on the way that has no derivative.
    init(to place: UnitPlace, in scene: NetworkScene) throws(ExplorerError) {
        let tensor = place.layer.field.tensor
        let layers = scene.layers(before: place.layerIndex)
        do throws(InferenceError) {
            let image = scene.network.image
            let found = try place.run.gradients(
                of: tensor, weighted: place.array.oneHot(place.index),
                by: layers.map { scene.layers[$0].field.tensor } + [image.name])
            var steps: [Step] = []
            for index in layers.reversed() {
                let layer = scene.layers[index]
                guard let gradient = found[layer.field.tensor] else { continue }
                let array = LayerArray(try place.run.tensor(layer.field.tensor), order: layer.field.order)
                steps.append(Step(layer: index, units: Self.strongest(array, array.arranged(gradient))))
            }
            self.steps = steps
            let pixels = (found[image.name] ?? place.array.oneHot(place.index)).channelsFirst(from: image.order)
            self.image = PackedNumbers(shape: Array(pixels.shape.dropFirst()), pixels.values)
        } catch { throw .refused("\(error)") }
    }

    private static func strongest(_ array: LayerArray, _ derivatives: [Float]) -> [Unit] {
        let parts = zip(array.values, derivatives).map { abs(Double($0) * Double($1)) }
        let all = max(parts.reduce(0, +), .leastNonzeroMagnitude)
        let first = parts.indices.filter { parts[$0] > 0 }.sorted { (parts[$1], $0) < (parts[$0], $1) }.prefix(
            Self.most)
        return first.map { index in
            let (channel, row, column) = array.place(index)
            return Unit(
                channel: channel, row: row, column: column, value: array.values[index],
                derivative: derivatives[index], share: parts[index] / all)
        }
    }
}
