import Planes

/// A kernel as few products of a column and a row, part by part of its ``Parity``.
struct KernelParts: Sendable {
    /// A column times a row, each of the kernel's whole side.
    struct Term: Sendable {
        let channel: Int
        let column, row: [Double]
        /// Whether it is what was taken from all weights of a window.
        var isConstant = false
    }

    private(set) var terms: [Term] = []

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
                    terms.append(
                        Term(
                            channel: channel,
                            column: (0..<plane.size.height).map { window.rows.contains($0) ? constant : 0 },
                            row: (0..<plane.size.width).map { window.columns.contains($0) ? 1 : 0 }, isConstant: true))
                }
                terms += found.map { term in
                    Term(
                        channel: channel, column: parity.whole(column: term.column, count: plane.size.height),
                        row: parity.whole(row: term.row, count: plane.size.width))
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
