public import Inference
import Networks
import ReceptiveFields

/// The layers of a network by name, with where their channels lie and where on the image their units look.
public struct MapLayers: Sendable {
    private let network: RunnableNetwork
    private let fields: ReceptiveFields

    /// Follows a network.
    ///
    /// - Throws: ``Inference/InferenceError/network(_:)``.
    public init(of network: RunnableNetwork) throws(InferenceError) {
        self.network = network
        do throws(NetworkError) {
            fields = try ReceptiveFields(of: network.network, image: network.image)
        } catch {
            throw .network(error)
        }
    }

    /// The layer that a text names, as ``Networks/TensorNames`` finds it.
    ///
    /// - Throws: ``Inference/InferenceError/network(_:)``, ``Inference/InferenceError/noMap(layer:)`` for axes of
    ///   another order.
    public func layer(named text: String) throws(InferenceError) -> MapLayer {
        let field: TensorField
        do throws(NetworkError) { field = try fields.tensor(named: text) } catch { throw .network(error) }
        let isMap = field.shape.map { $0.count == 4 } ?? true
        guard let order = field.order ?? (isMap ? nil : network.image.order) else {
            throw .noMap(layer: field.node.label)
        }
        return MapLayer(field.node.label, tensor: field.tensor, order: order)
    }

    /// The last maps of the size of the last convolution's before a tensor: what Grad-CAM looks at where nobody says.
    ///
    /// - Throws: ``Inference/InferenceError/noMaps(before:)``.
    public func last(before tensor: String) throws(InferenceError) -> MapLayer {
        let part: Network
        do throws(NetworkError) { part = try network.network.part(giving: tensor) } catch { throw .network(error) }
        let before = Set(part.nodes.flatMap(\.outputs)).subtracting([tensor])
        let maps = fields.tensors.filter { field in
            before.contains(field.tensor) && field.mapOrder != nil && (field.height ?? 1) * (field.width ?? 1) > 1
        }
        let last = maps.last { if case .convolution = $0.node.op.kind { true } else { false } } ?? maps.last
        let found = maps.last { $0.height == last?.height && $0.width == last?.width }
        guard let found, let order = found.mapOrder else { throw .noMaps(before: tensor) }
        return MapLayer(found.node.label, tensor: found.tensor, order: order)
    }

    /// The centres of the fields of a layer's units, along both axes of the image.
    ///
    /// - Throws: ``Inference/InferenceError/network(_:)``.
    public func centers(of layer: MapLayer) throws(InferenceError) -> UnitCenters {
        do throws(NetworkError) {
            let kept = try ReceptiveFields(of: network.network, image: network.image, keeping: [layer.tensor])
            guard let units = kept.units[layer.tensor] else {
                throw NetworkError.noSuchLayer(name: layer.label, suggestion: nil)
            }
            func center(_ row: Int, _ column: Int) -> (y: Double, x: Double) {
                let seen = units.unclipped(row: row, column: column) ?? units.field(row: row, column: column)
                func middle(_ set: PixelSet) -> Double {
                    set.isEmpty ? 0 : Double(set.first + set.last) / 2
                }
                return (middle(seen.rows), middle(seen.columns))
            }
            return UnitCenters(
                y: (0..<units.height).map { center($0, units.width / 2).y },
                x: (0..<units.width).map { center(units.height / 2, $0).x })
        } catch {
            throw .network(error)
        }
    }
}

/// Where on the image the rows and the columns of a map's units look.
public struct UnitCenters: Hashable, Sendable {
    /// Of each row of units, pixels from above.
    public let y: [Double]
    /// Of each column of units, pixels from the left.
    public let x: [Double]
}
