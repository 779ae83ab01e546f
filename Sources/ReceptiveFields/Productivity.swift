extension ReceptiveFields {
    /// The last map whose units see different parts of the image; else the last tensor that has units.
    public var lastMap: TensorField? {
        tensors.last { $0.axes.rows != nil && $0.axes.columns != nil && $0.axes.rows != $0.axes.columns }
            ?? tensors.last { $0.rows.units != nil || $0.columns.units != nil }
    }

    /// The sides of square images for which every layer is productive: from the largest of the smallest paths into a
    /// layer with a window, to the field of the last map, beyond which no unit sees the whole image.
    ///
    /// - Returns: `nil` where no layer has a window, or where a field follows no rule.
    /// - SeeAlso: Richter, Byttner, Krumnack, Wiedenroth, Schallner & Shenk (2021).
    public var productiveSides: ClosedRange<Int>? {
        let windows = tensors.filter { $0.isProductive != nil }
        guard let last = lastMap, let most = windows.map(\.smallestInput).max(), most < .max / 2 else {
            return nil
        }
        let widest = max(last.rows.size, last.columns.size)
        return most...max(most, widest)
    }
}
