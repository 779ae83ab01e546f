import Planes

/// A number, or several, that the reader may give in place of the lecture's.
public enum Parameter: String, Hashable, Sendable, CaseIterable {
    case input, kernel, stride, padding, dilation, filters
}

/// What the reader gave, read and checked against bounds.
struct Parameters {
    private let values: [Parameter: String]

    /// What was given for a topic.
    ///
    /// - Throws: ``LessonError/unused(_:topic:takes:)`` for what the topic has no use for.
    init(_ values: [Parameter: String], for topic: Topic) throws(LessonError) {
        let takes = topic.takes.map(\.parameter)
        for parameter in Parameter.allCases where values[parameter] != nil && !takes.contains(parameter) {
            throw .unused(parameter, topic: topic, takes: takes)
        }
        self.values = values
    }

    /// The text as given.
    subscript(parameter: Parameter) -> String? { values[parameter] }

    /// The most rows and columns that anybody works by hand.
    static let largestSide = 32
    /// Larger numbers are not exact in the 32 bits of an image's values.
    static let largestNumber = 1e6

    /// One whole number.
    func integer(_ parameter: Parameter, in range: ClosedRange<Int>, or usual: Int) throws(LessonError) -> Int {
        try integers(parameter, in: range, atMost: 1, or: [usual])[0]
    }

    /// Whole numbers with commas between them.
    func integers(
        _ parameter: Parameter, in range: ClosedRange<Int>, atMost limit: Int, or usual: [Int]
    ) throws(LessonError) -> [Int] {
        guard let text = values[parameter] else { return usual }
        let numbers: [Int?] = Self.words(text).map { Int($0) }
        let whole = numbers.compactMap(\.self)
        guard whole.count == numbers.count, (1...limit).contains(whole.count), whole.allSatisfy(range.contains) else {
            let form = limit == 1 ? "a whole number" : "whole numbers with commas, at most \(limit), each"
            throw .unreadable(
                parameter, value: text, expected: "\(form) from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    /// Sizes with × between them, such as `50x50x3`: as many as there are names.
    ///
    /// - Parameter optional: how many of the last may be left out; they are then 1.
    func sizes(
        _ parameter: Parameter, _ names: [String], optional: Int = 0, or usual: [Int]
    ) throws(LessonError) -> [Int] {
        guard let text = values[parameter] else { return usual }
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: { "xX×".contains($0) })
        let sizes = parts.compactMap { Int($0.filter { !$0.isWhitespace }) }
        guard sizes.count == parts.count, (names.count - optional...names.count).contains(sizes.count),
            sizes.allSatisfy({ (1...Self.largestSize).contains($0) })
        else {
            throw .unreadable(
                parameter, value: text,
                expected: "\(names.joined(separator: "x")), each from 1 to \(Self.largestSize)")
        }
        return sizes + [Int](repeating: 1, count: names.count - sizes.count)
    }

    /// The largest side and the most channels that are counted.
    static let largestSize = 65_536

    /// Rows of numbers: columns by spaces or commas, rows by semicolons or lines.
    func matrix(_ parameter: Parameter, or usual: Plane, width: Int? = nil) throws(LessonError) -> Plane {
        guard let text = values[parameter] else { return usual }
        let side = Self.largestSide
        let form = width.map { "rows of \($0) numbers" } ?? "rows of equally many numbers"
        let expected =
            "\(form), such as '1 0; 0 1', at most \(side) × \(side), each from -1000000 to 1000000; "
            + "a file's are \"$(cat FILE)\""
        let lines = text.split(whereSeparator: { $0 == ";" || $0.isNewline })
        let rows = lines.map { Self.words($0) }.filter { !$0.isEmpty }
        let numbers = rows.map { $0.compactMap(Float.init) }
        let columns = width ?? rows.first?.count ?? 0
        guard (1...side).contains(rows.count), (1...side).contains(columns),
            zip(rows, numbers).allSatisfy({ $0.count == columns && $1.count == columns }),
            numbers.joined().allSatisfy({ abs($0) <= Float(Self.largestNumber) })
        else { throw .unreadable(parameter, value: text, expected: expected) }
        return Plane(size: PixelSize(height: rows.count, width: columns), values: Array(numbers.joined()))
    }

    private static func words(_ text: some StringProtocol) -> [String] {
        text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map { String($0) }
    }
}
