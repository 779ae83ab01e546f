import Inference
public import Physiology

/// A picture with what was found of why it is answered as it is.
public struct ExplainedPicture: Sendable {
    /// The file's name.
    public let name: String
    /// Its row, where the file holds several.
    public let row: Int?
    /// As files made from it begin.
    public let stem: String
    let explanation: ExplanationStudy.Explanation
    /// What is explained, in a few words.
    let target: String
    /// The class's name, if classes have names.
    let label: String?

    /// A picture.
    ///
    /// - Parameters:
    ///   - name: of the picture's file.
    ///   - row: its row, where the file holds several.
    ///   - explanation: a map for each method.
    ///   - target: what is explained, where it is no class.
    ///   - labels: a name per class.
    public init(
        name: String, row: Int?, explanation: ExplanationStudy.Explanation, target: String?, labels: [String]?
    ) {
        (self.name, self.row, self.explanation) = (name, row, explanation)
        let index = explanation.maps.first?.attribution.index
        label = index.flatMap { labels?[$0] }
        self.target = target ?? index.map { "class \($0)" } ?? ""
        let plain = name.split(separator: "/").last.map(String.init) ?? name
        let base = plain.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? plain
        stem = (base.isEmpty ? "picture" : base) + (row.map { "-row-\($0)" } ?? "")
    }

    /// `coffee.png`, or `digits.csv, row 7`.
    var title: String { row.map { "\(name), row \($0)" } ?? name }
    /// `class 967 (espresso)`.
    var targetText: String { label.map { "\(target) (\($0))" } ?? target }
}
