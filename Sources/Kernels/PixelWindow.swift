import Planes

/// A rectangle of a kernel's places.
struct PixelWindow: Hashable, Sendable {
    let rows, columns: Range<Int>

    /// The smallest window outside which all weights of all planes are zero; a single place if all are.
    ///
    /// - Precondition: at least one plane, all of one size.
    init(ofWeightsIn planes: [Plane]) {
        let size = planes[0].size
        func isUsed(_ places: some Sequence<Int>) -> Bool {
            places.contains { place in planes.contains { $0.values[place] != 0 } }
        }
        let rows = (0..<size.height).filter { isUsed($0 * size.width..<($0 + 1) * size.width) }
        let columns = (0..<size.width).filter { isUsed(stride(from: $0, to: size.count, by: size.width)) }
        self.rows = (rows.first ?? 0)..<(rows.last ?? 0) + 1
        self.columns = (columns.first ?? 0)..<(columns.last ?? 0) + 1
    }
}
