import CRows

/// The windows of a convolution laid out as a matrix: a row per channel and tap, a column per output place.
struct Windows {
    let geometry: ConvolutionGeometry
    /// Input channels that are read, those of a group.
    let channels: Int

    /// Rows of the matrix.
    var count: Int { channels * geometry.taps }

    /// Lays the windows of some output rows.
    ///
    /// - Parameters:
    ///   - rows: of the output.
    ///   - input: the first of the channels.
    ///   - windows: room for ``count`` × rows × output columns.
    func lay(_ rows: Range<Int>, from input: UnsafePointer<Float>, into windows: UnsafeMutablePointer<Float>) {
        let axis = geometry.columns
        let places = rows.count * axis.output
        let spans = (0..<axis.kernel).map { axis.inside(tap: $0) }
        // The columns of a row that share a phase of the stride lie together, so that every tap reads a run of them.
        let length = (axis.input + axis.stride - 1) / axis.stride
        withUnsafeTemporaryAllocation(of: Float.self, capacity: length * axis.stride) { phases in
            guard let phases = phases.baseAddress else { return }
            for (index, row) in rows.enumerated() {
                for line in 0..<channels * geometry.rows.kernel {
                    let (channel, i) = line.quotientAndRemainder(dividingBy: geometry.rows.kernel)
                    let to = windows + line * axis.kernel * places + index * axis.output
                    let y = geometry.rows.place(of: row, tap: i)
                    guard y >= 0, y < geometry.rows.input else {
                        for j in 0..<axis.kernel { (to + j * places).update(repeating: 0, count: axis.output) }
                        continue
                    }
                    let from = input + channel * geometry.inputPlane + y * axis.input
                    if axis.stride > 1 { split(from, length, into: phases) }
                    for j in 0..<axis.kernel {
                        let x = axis.place(of: spans[j].lowerBound, tap: j)
                        let (step, phase) = x.quotientAndRemainder(dividingBy: axis.stride)
                        let run = axis.stride > 1 ? UnsafePointer(phases + (phase * length + step)) : from + x
                        fill(to + j * places, spans[j], from: run)
                    }
                }
            }
        }
    }

    private func split(_ row: UnsafePointer<Float>, _ length: Int, into phases: UnsafeMutablePointer<Float>) {
        let axis = geometry.columns
        for phase in 0..<min(axis.stride, axis.input) {
            let to = phases + phase * length
            row_take((axis.input - phase + axis.stride - 1) / axis.stride, to, row + phase, axis.stride)
        }
    }

    /// A run inside a row, zeros around it.
    private func fill(_ to: UnsafeMutablePointer<Float>, _ inside: Range<Int>, from run: UnsafePointer<Float>) {
        let count = geometry.columns.output
        guard !inside.isEmpty else { return to.update(repeating: 0, count: count) }
        to.update(repeating: 0, count: inside.lowerBound)
        (to + inside.lowerBound).update(from: run, count: inside.count)
        (to + inside.upperBound).update(repeating: 0, count: count - inside.upperBound)
    }
}
