/// The memory that one answer may take, reckoned before anything is allocated: what is asked for within every option's range
/// can still be more than any machine has.
public enum MemoryBudget {
    /// Bytes.
    public static let most = 4e9

    /// `6.7 GB`.
    public static func text(_ bytes: Double) -> String { "\((bytes / 1e8).rounded() / 10) GB" }
}
