public import Planes

/// A bank of which everything is settled and nothing drawn yet: what it takes is known before it is taken.
public protocol BankPlan: Sendable {
    /// Filters.
    var count: Int { get }
    /// Rows and columns of every filter.
    var size: PixelSize { get }
    /// The filters drawn.
    ///
    /// - Complexity: the values of all filters.
    var bank: DesignedBank { get }
}
