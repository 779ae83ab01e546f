import Foundation

/// A grating of the V1 score's protocol: a hard disc of it on grey, of 8 bits.
///
///     s = uint8((sin(2πf(x·cos o + y·sin o) + φ) + 1)/2 · 255) where x² + y² ≤ r², else 128
///
/// with x = (column − width/2)/ppd − x₀ to the right and y likewise **down**, degrees.
/// - Note: `waveAngle` is the wave's, in image axes; of the bars it is 90° minus that.
/// - SeeAlso: Marques, Schrimpf & DiCarlo (2021), *bioRxiv* 2021.03.01.433495.
public struct ScoreGrating: Hashable, Sendable {
    /// The disc's middle, degrees from the image's middle, to the right and down.
    public let x, y: Double
    /// The disc's radius, degrees.
    public let radius: Double
    /// Cycles per degree.
    public let frequency: Double
    /// The wave's angle in image axes (y down), degrees.
    public let waveAngle: Double
    /// Of the sine, degrees.
    public let phase: Double

    /// The shade of the screen.
    static let grey: UInt8 = 128
}

extension ScoreGrating {
    /// Where the stimuli for tuning are, degrees to the right and down.
    public static let position = 0.5
    /// The protocol's 22 spatial frequencies, a quarter of an octave apart, cycles per degree.
    static let frequencies = (0..<22).map { exp2(-1.375 + 5.25 * Double($0) / 21) }
    /// Its 12 radii, half an octave apart, degrees.
    static let radii = (0..<12).map { exp2(-2.25 + 5.5 * Double($0) / 11) / 2 }
    /// The places of a side of the lattice on which fields are mapped, degrees.
    static let places = (0..<21).map { -2.5 + 0.25 * Double($0) }
    /// Every fourth frequency, in which orientation and size are measured.
    static let chosenFrequencies = [4, 8, 12, 16].map { frequencies[$0] }
    private static let phases = (0..<8).map { 45 * Double($0) }

    /// The radius of the discs on which fields are mapped, degrees.
    static let mappingRadius = 1.0 / 6

    /// Small discs at 21 × 21 places, row by row, 8 at each: 4 orientations, 2 phases.
    static let mapping: [ScoreGrating] = places.flatMap { y in
        places.flatMap { x in
            [0.0, 45, 90, 135].flatMap { angle in
                [0.0, 180].map { phase in
                    ScoreGrating(x: x, y: y, radius: mappingRadius, frequency: 3, waveAngle: angle, phase: phase)
                }
            }
        }
    }

    /// 3 sizes in cycles × 4 frequencies × 12 orientations × 8 phases.
    static let orientation: [ScoreGrating] = [2.0, 3, 4].flatMap { cycles in
        chosenFrequencies.flatMap { frequency in
            atPosition(radius: cycles / 2 / frequency, frequency, angles: 12)
        }
    }

    /// 2 radii × 22 frequencies × 6 orientations × 8 phases.
    static let spatialFrequency: [ScoreGrating] = [0.75, 2.25].flatMap { radius in
        frequencies.flatMap { atPosition(radius: radius, $0, angles: 6) }
    }

    /// 12 radii × 4 frequencies × 6 orientations × 8 phases.
    static let size: [ScoreGrating] = radii.flatMap { radius in
        chosenFrequencies.flatMap { atPosition(radius: radius, $0, angles: 6) }
    }

    private static func atPosition(radius: Double, _ frequency: Double, angles: Int) -> [ScoreGrating] {
        (0..<angles).flatMap { angle in
            phases.map { phase in
                ScoreGrating(
                    x: position, y: position, radius: radius, frequency: frequency,
                    waveAngle: 180 * Double(angle) / Double(angles), phase: phase)
            }
        }
    }
}
