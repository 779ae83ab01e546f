public import Planes

/// The numbers of a stimulus that a table has columns for; `nil` for what it does not have.
public struct StimulusMeasures: Hashable, Sendable {
    /// Of the bars, of a plaid's first grating, of a checkerboard's rows.
    public let orientation: Orientation?
    /// Of a grating.
    public let frequency: SpatialFrequency?
    /// Of a grating, in the middle.
    public let phase: Phase?
    /// Of what is drawn, −1…1; of a plaid both of its gratings together.
    public let contrast: Double
    /// Of what is round, pixels: the whole where there is a hole.
    public let diameter: Double?
    /// Of a bar across itself, of a check, of a Gabor patch's envelope at half height; pixels.
    public let width: Double?

    init(
        orientation: Orientation? = nil, frequency: SpatialFrequency? = nil, phase: Phase? = nil, contrast: Double,
        diameter: Double? = nil, width: Double? = nil
    ) {
        (self.orientation, self.frequency, self.phase) = (orientation, frequency, phase)
        (self.contrast, self.diameter, self.width) = (contrast, diameter, width)
    }
}
