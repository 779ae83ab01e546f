public import Planes

extension Image {
    /// The picture at another size, by cubic interpolation without aliasing; of that the middle, an odd rest below and to
    /// the right.
    ///
    /// - Precondition: the crop is not larger than the whole.
    /// - Complexity: linear in the picture and the crop, however large the whole would be.
    public func resized(to whole: PixelSize, keeping crop: PixelSize) -> Image {
        precondition(crop.height <= whole.height && crop.width <= whole.width, "the crop is a part")
        guard whole != size || crop != size else { return self }
        let (top, left) = ((whole.height - crop.height) / 2, (whole.width - crop.width) / 2)
        let rows = WeightedAxis(photographOf: size.height, to: whole.height, taking: top..<top + crop.height)
        let columns = WeightedAxis(photographOf: size.width, to: whole.width, taking: left..<left + crop.width)
        let changed = planes.map { plane in
            let tensor = Tensor(shape: [size.height, size.width], values: plane.values)
            guard let wide = try? columns.apply(to: tensor, axis: 1), let both = try? rows.apply(to: wide, axis: 0)
            else {
                preconditionFailure("a picture's size is checked where it is read")
            }
            // The kernel's negative parts overshoot.
            return Plane(size: crop, values: both.values.map { min(max($0, 0), 1) })
        }
        return changed.count == 3
            ? Image(red: changed[0], green: changed[1], blue: changed[2], encoding: encoding)
            : Image(grey: changed[0], encoding: encoding)
    }
}
