/// The elements along one axis of a tensor, sorted by what they see: those of one kind see alike.
///
/// Nearly always there is one kind. Channels become of several where branches of different fields are set side by side.
struct ElementClasses: Hashable, Sendable {
    /// Elements along the axis.
    let count: Int
    /// The kind of each element; `nil` where all are of kind 0.
    private let list: [Int]?
    /// How many classes there are, at least one.
    let classCount: Int

    /// Elements of one kind.
    init(alike count: Int) {
        self.count = count
        list = nil
        classCount = 1
    }

    /// Elements of given classes, numbered from 0 without gaps.
    init(_ list: [Int], classCount: Int) {
        count = list.count
        self.classCount = max(classCount, 1)
        self.list = classCount > 1 ? list : nil
    }

    /// The kind of an element.
    subscript(element: Int) -> Int { list?[element] ?? 0 }

    /// Numbers the distinct values of a list in order of appearance.
    ///
    /// - Returns: the kind of each element, and each kind's value.
    static func sorting<Value: Hashable>(_ values: some Sequence<Value>) -> (classes: ElementClasses, values: [Value]) {
        var numbers: [Value: Int] = [:]
        var distinct: [Value] = []
        let list = values.map { value in
            if let number = numbers[value] { return number }
            numbers[value] = distinct.count
            distinct.append(value)
            return distinct.count - 1
        }
        return (ElementClasses(list, classCount: distinct.count), distinct)
    }
}
