/// The equation of an `Einsum`: which letter every axis has.
public struct Einsum: Hashable, Sendable {
    /// The letters of each input's axes.
    public let inputs: [[Character]]
    /// The letters of the output's axes.
    public let output: [Character]
    /// The output's sizes; `nil` where a letter's size is not known.
    public let outputShape: [Int]?
}

extension OperatorInstance {
    /// The equation, with sizes; `nil` for one with an ellipsis, a diagonal, or letters that do not fit its inputs.
    public var einsum: Einsum? {
        guard let text = node.string("equation")?.filter({ $0 != " " }), !text.contains(".") else { return nil }
        let sides = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
        var sizes: [Character: Int] = [:]
        guard inputs.count == node.inputs.count else { return nil }
        for (index, letters) in inputs.enumerated() {
            guard let shape = shape(index), shape.count == letters.count, Set(letters).count == letters.count else {
                return nil
            }
            for (letter, size) in zip(letters, shape) { sizes[letter] = max(sizes[letter] ?? 1, size) }
        }
        // Without an output, each letter that is there once, in order of the alphabet.
        let all = inputs.flatMap(\.self)
        let once = Set(all).filter { letter in all.count { $0 == letter } == 1 }.sorted()
        let output = sides.count > 1 ? Array(sides[1].dropFirst()) : once
        let shape = output.compactMap { sizes[$0] }
        let isWhole = shape.count == output.count && Set(output).count == output.count
        return Einsum(inputs: inputs, output: output, outputShape: isWhole ? shape : nil)
    }
}
