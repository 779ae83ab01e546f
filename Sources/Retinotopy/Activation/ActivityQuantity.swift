/// What the activity of a map is measured in, which follows from the stages that made it.
public enum ActivityQuantity: Hashable, Sendable, Codable {
    /// Units of contrast: 1 to a filter's own grating from black to white.
    case contrast
    /// Parts of the largest possible answer: each cell's drive divided by that of all that look at the same place.
    case normalized
    /// What a network's layer gives.
    case ofNetwork
}
