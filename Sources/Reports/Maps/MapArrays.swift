import Planes
public import Retinotopy
public import Tables

extension MapStudy {
    /// The values as arrays: of every unit `[row, column]`, the activations `[channel, row, column]`, and of the flattened
    /// cortex `[row, column]` for each hemisphere. What has no value is not a number.
    ///
    /// - Parameter channels: the channels of the activations, by place.
    public func arrays(channels: [Int]) -> [(name: String, array: NumpyArray)] {
        let size = map.lattice.size
        func ofUnits(_ values: [Float]) -> NumpyArray { NumpyArray(shape: [size.height, size.width], values: values) }
        func single(_ value: Double?) -> Float { value.map { Float($0) } ?? .nan }
        let activations = NumpyArray(
            shape: [channels.count, size.height, size.width], values: channels.flatMap { map.planes[$0].values })
        let orientation = units.map { single(orientations.orientation(row: $0.row, column: $0.column)?.degrees) }
        let selectivity = units.map { single(orientations.selectivity(row: $0.row, column: $0.column)) }
        let named: [(String, NumpyArray)] =
            [
                ("activation", activations), ("energy", ofUnits(orientations.energy.values)),
                ("preferred_orientation_deg", ofUnits(orientation)), ("orientation_selectivity", ofUnits(selectivity)),
                ("x_deg", ofUnits(units.map { Float($0.point.x) })),
                ("y_deg", ofUnits(units.map { Float($0.point.y) })),
                ("cortex_x_mm", ofUnits(units.map { single($0.position?.x) })),
                ("cortex_y_mm", ofUnits(units.map { single($0.position?.y) })),
            ]
            + sheets.flatMap { sheet -> [(String, NumpyArray)] in
                let views = sheet.places.map { $0.flatMap(view) }
                let shape = [sheet.size.height, sheet.size.width]
                let side = "flat_\(sheet.hemisphere.rawValue)"
                return [
                    (
                        "\(side)_energy",
                        NumpyArray(shape: shape, values: views.map { single($0?.energy) })
                    ),
                    (
                        "\(side)_orientation_deg",
                        NumpyArray(shape: shape, values: views.map { single($0?.orientation?.degrees) })
                    ),
                ]
            }
        return named.map { ("\(stem)-\($0.0).npy", $0.1) }
    }
}
