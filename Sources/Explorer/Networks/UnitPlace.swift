import Inference
import ReceptiveFields

/// A unit of a picture's run that the page asks about.
struct UnitPlace: Sendable {
    let layerIndex: Int
    let layer: NetworkScene.Layer
    let array: LayerArray
    /// Its place in the array.
    let index: Int
    let channel, row, column: Int
    let run: RecordedRun

    /// The unit that a request names by layer, channel, row and column.
    ///
    /// - Throws: ``ExplorerError``.
    init(_ request: PageRequest, in scene: NetworkScene, _ run: RecordedRun) throws(ExplorerError) {
        (layerIndex, layer) = try scene.layer(of: request)
        self.run = run
        array = try run.array(of: layer)
        channel = try request.number("channel", in: 0..<array.channels)
        row = try request.number("row", in: 0..<array.height)
        column = try request.number("column", in: 0..<array.width)
        index = array.index(channel, row, column)
    }
}

extension RecordedRun {
    /// A layer's activations.
    func array(of layer: NetworkScene.Layer) throws(ExplorerError) -> LayerArray {
        do throws(InferenceError) {
            return LayerArray(try tensor(layer.field.tensor), order: layer.field.order)
        } catch { throw .refused("\(error)") }
    }
}
