import Planes

/// A kernel as few products of a column and a row, part by part of its ``Parity``, and constants on windows.
struct KernelParts: Sendable {
    /// Columns times rows, each of the kernel's whole side.
    private(set) var terms: [(channel: Int, column: [Double], row: [Double])] = []
    /// What was taken from all weights of a window first.
    private(set) var constants: [(window: SeparableForm.Window, value: Double)] = []

    /// What may be lost of a kernel, as part of its norm.
    static let tolerance = 1e-6

    /// - Parameter limit: of the terms of one part of one channel; a kernel that needs more gives `nil`.
    init?(of kernel: Kernel, limit: Int) {
        // A part's norm is at most twice its quarter's, and four parts add up in squares.
        let tolerance = Self.tolerance / 4 * kernel.norm / Double(kernel.channels.count).squareRoot()
        for (channel, plane) in kernel.channels.enumerated() {
            for parity in Parity.allCases {
                let quarter = parity.quarter(of: plane)
                let width = Parity.quarter(of: plane.size).width
                guard let cross = CrossTerms(of: quarter, width: width, tolerance: tolerance, limit: limit) else {
                    return nil
                }
                var found = cross.terms
                if parity == .evenEven, (2...4).contains(found.count),
                    let (window, constant, fewer) = Self.constant(of: plane, quarter, cross, tolerance: tolerance)
                {
                    found = fewer
                    constants.append(
                        (SeparableForm.Window(channel: channel, rows: window.rows, columns: window.columns), constant))
                }
                terms += found.map { term in
                    (
                        channel, parity.whole(column: term.column, count: plane.size.height),
                        parity.whole(row: term.row, count: plane.size.width)
                    )
                }
            }
        }
    }

    /// The constant without which the even part of a plane takes one term less, if there is one.
    private static func constant(
        of plane: Plane, _ quarter: [Double], _ cross: CrossTerms, tolerance: Double
    ) -> (window: PixelWindow, value: Double, terms: [CrossTerms.Term])? {
        let window = PixelWindow(ofWeightsIn: [plane])
        let size = Parity.quarter(of: plane.size)
        guard window.rows.lowerBound + window.rows.upperBound == plane.size.height,
            window.columns.lowerBound + window.columns.upperBound == plane.size.width
        else { return nil }
        let (rows, columns) = (window.rows.lowerBound..<size.height, window.columns.lowerBound..<size.width)
        guard let value = cross.constant(rows: rows, columns: columns) else { return nil }
        var rest = quarter
        for row in rows { for column in columns { rest[row * size.width + column] -= value } }
        let fewer = CrossTerms(of: rest, width: size.width, tolerance: tolerance, limit: cross.terms.count - 1)
        return fewer.map { (window, value, $0.terms) }
    }
}
