/// Sums and products of sizes that a file has chosen: what no `Int` holds is the largest, which no ``Budget`` grants.
public enum Count {
    /// The sum, at most `Int.max`.
    ///
    /// - Precondition: no size is negative.
    public static func sum(_ sizes: some Sequence<Int>) -> Int {
        sizes.reduce(0) { sum, size in
            let (next, overflow) = sum.addingReportingOverflow(size)
            return overflow ? .max : next
        }
    }

    /// The product, at most `Int.max`.
    ///
    /// - Precondition: no size is negative.
    public static func product(_ sizes: some Sequence<Int>) -> Int {
        var product = 1
        for size in sizes {
            // A product with 0 is 0, however large a part of it is.
            if size == 0 { return 0 }
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            product = overflow ? .max : next
        }
        return product
    }

    /// A number towards zero, from `-Int.max` to `Int.max`; 0 for what is none.
    public static func whole(_ number: some BinaryFloatingPoint) -> Int {
        guard !number.isNaN else { return 0 }
        return Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? -.max : .max)
    }
}
