import Networks

/// Tensors by name that are kept at one time, of no more elements in all than fit into memory.
struct TensorsInUse: Sendable {
    private var values: [String: Value] = [:]
    private var elements = 0
    private let limit: Int

    /// - Parameter limit: of the elements; a power of two.
    init(limit: Int = Budget.mostElements) { self.limit = limit }

    /// The tensor of a name. To put one there is not bounded: ``put(_:)`` is.
    subscript(name: String) -> Value? {
        get { values[name] }
        set {
            elements -= values[name].map { elementCount($0.shape) } ?? 0
            elements += newValue.map { elementCount($0.shape) } ?? 0
            values[name] = newValue
        }
    }

    /// Puts what an operation gives with the others.
    ///
    /// - Parameter names: of its outputs; empty for those that nobody reads.
    /// - Throws: ``OperatorError`` where all are too many then, and where one that is read is not among what is given.
    mutating func put(_ given: [Value], as names: [String]) throws(OperatorError) {
        for (name, value) in zip(names, given) where !name.isEmpty { self[name] = value }
        if let missing = names.dropFirst(given.count).first(where: { !$0.isEmpty }) {
            throw OperatorError("its output '\(missing)', which is read, is not computed")
        }
        guard elements <= limit else {
            throw OperatorError(
                "with what it gives, the tensors in use hold more than 2^\(limit.trailingZeroBitCount) elements")
        }
    }

    /// Takes a tensor out.
    mutating func take(_ name: String) -> Value? {
        elements -= values[name].map { elementCount($0.shape) } ?? 0
        return values.removeValue(forKey: name)
    }

    /// Only those of some names.
    func only(_ names: Set<String>) -> TensorsInUse {
        var only = TensorsInUse(limit: limit)
        for name in names { only[name] = values[name] }
        return only
    }
}
