internal import Foundation

/// Numbers as a page shows them.
enum PageNumber {
    /// `512 bytes`, `1.2 MB`.
    static func size(_ bytes: Int) -> String {
        switch bytes {
        case 1: "1 byte"
        case ..<1000: "\(bytes) bytes"
        case ..<1_000_000: "\(short(Double(bytes) / 1000)) kB"
        default: "\(short(Double(bytes) / 1_000_000)) MB"
        }
    }

    private static func short(_ value: Double) -> String { String(format: "%.1f", value) }

    /// To six digits, without noughts at the end.
    static func sixDigits(_ value: Double) -> String { String(format: "%.6g", value) }
}
