public import Networks

/// Which digits of a file had no part in what a network became; it is kept in the network's file.
public struct UnseenDigits: Hashable, Sendable {
    /// SHA-256 of the file of digits.
    public let digest: String
    /// Its rows, from 0, that the network was neither trained on nor chosen by.
    public let rows: Set<Int>

    private static let (digestKey, rowsKey) = ("striate.digits_sha256", "striate.unseen_rows")

    /// Rows of a file.
    public init(digest: String, rows: some Sequence<Int>) {
        self.digest = digest
        self.rows = Set(rows)
    }

    /// What a network's file says; `nil` where it says nothing.
    public init?(of network: Network) {
        guard let digest = network.metadata[Self.digestKey], let text = network.metadata[Self.rowsKey] else {
            return nil
        }
        self.init(digest: digest, rows: text.split(separator: ",").compactMap { Int($0) })
    }

    /// As a network's file keeps it.
    public var metadata: [String: String] {
        [Self.digestKey: digest, Self.rowsKey: rows.sorted().map(String.init).joined(separator: ",")]
    }
}
