public import Planes

/// Why a picture does not become a network's input.
public enum PreprocessingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A preset that there is not.
    case noSuchPreset(String, [String])
    /// A change that is none.
    case malformed(String)
    /// A network of other channels than a picture's.
    case channels(Int)
    /// Means or deviations for other channels.
    case values(Int, channels: Int)
    /// A picture that is not of the network's size.
    case size(found: PixelSize, expected: PixelSize)
    /// Places on a photograph are asked for, and each picture is moved by its own mass.
    case moved

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .noSuchPreset(let name, let names):
            "there is no preset '\(name)'; there are \(names.joined(separator: ", "))"
        case .malformed(let word):
            "'\(word)' is no setting; there are range=N, mean=R:G:B, std=R:G:B, order=rgb|bgr, fit=stretch|crop|exact, invert=auto|on|off, center=auto|mass|off"
        case .channels(let count): "the network takes \(count) channels; pictures have 1 or 3"
        case .values(let count, let channels):
            "\(count) means or deviations for \(channels) channels; one or one for each"
        case .size(let found, let expected):
            "the picture is \(found), the network takes \(expected); leave out fit=exact"
        case .moved: "places on a picture are asked for, and center=mass moves it; leave out center=mass"
        }
    }
}
