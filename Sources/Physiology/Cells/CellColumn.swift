/// Where a property of recorded cells stands: a column, or a number and a column with + - * / between them, as `1-gosi`.
public struct CellColumn: Hashable, Sendable {
    /// The column's name in the file.
    public let name: String
    /// What is done to its numbers.
    public let arithmetic: Arithmetic?

    /// A number, an operation and a number of the column, in either order.
    public struct Arithmetic: Hashable, Sendable {
        let operation: Character
        let number: Double
        /// Whether the number comes first.
        let isNumberFirst: Bool

        func callAsFunction(_ value: Double) -> Double {
            let (a, b) = isNumberFirst ? (number, value) : (value, number)
            return switch operation {
            case "+": a + b
            case "-": a - b
            case "*": a * b
            default: a / b
            }
        }
    }

    /// A column as it is.
    public init(_ name: String) { self.init(name, nil) }

    private init(_ name: String, _ arithmetic: Arithmetic?) { (self.name, self.arithmetic) = (name, arithmetic) }

    /// What a text says, given the columns that there are; `nil` where it names none of them.
    public init?(_ text: String, among columns: [String]) {
        if columns.contains(text) {
            self.init(text)
            return
        }
        for place in text.indices where "+-*/".contains(text[place]) && place != text.startIndex {
            let sides = [text[..<place], text[text.index(after: place)...]].map {
                $0.trimmingPrefix { $0 == " " }.reversed().trimmingPrefix { $0 == " " }
            }.map { String($0.reversed()) }
            for (number, column, isFirst) in [(sides[0], sides[1], true), (sides[1], sides[0], false)] {
                guard columns.contains(column), let number = Double(number), number.isFinite else { continue }
                self.init(column, Arithmetic(operation: text[place], number: number, isNumberFirst: isFirst))
                return
            }
        }
        return nil
    }

    /// The column's number, changed.
    func value(_ number: Double) -> Double { arithmetic.map { $0(number) } ?? number }
}
