/// Why no selective units are looked for.
public enum LocalizerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Fewer categories than two.
    case fewCategories(Int)
    /// A category of fewer pictures than four: two for each half.
    case fewPictures(category: String, count: Int)
    /// More moments than are held.
    case tooManyMoments(layer: String, units: Int, categories: Int)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .fewCategories(let count): "categories are compared, and there is \(count) of them; two or more"
        case .fewPictures(let category, let count):
            "category '\(category)' has \(count) of the 4 pictures that are needed, two for each half"
        case .tooManyMoments(let layer, let units, let categories):
            "the \(units) units of '\(layer)' and \(categories) categories are more than 2^24 of both; fewer categories, or a smaller layer"
        }
    }
}
