/// The order of a stored weight's four axes, slowest first, by their letters: O outputs, I inputs, H rows, W columns.
///
/// PyTorch, ONNX and Caffe store OIHW, TensorFlow and Keras HWIO, TensorFlow Lite and MLX OHWI.
public struct WeightLayout: Hashable, Sendable, CustomStringConvertible {
    /// What an axis counts.
    public enum Axis: Character, Hashable, Sendable, CaseIterable {
        case output = "O"
        case input = "I"
        case row = "H"
        case column = "W"
    }

    /// Each of the four, slowest first.
    public let axes: [Axis]

    /// A layout from its letters, large or small; `nil` unless each of the four stands there once.
    public init?(_ letters: String) {
        let axes = letters.uppercased().compactMap(Axis.init)
        guard axes.count == letters.count, axes.count == 4, Set(axes).count == 4 else { return nil }
        self.axes = axes
    }

    private init(axes: [Axis]) { self.axes = axes }

    /// PyTorch, ONNX, Caffe.
    public static let oihw = WeightLayout(axes: [.output, .input, .row, .column])
    /// TensorFlow Lite, MLX.
    public static let ohwi = WeightLayout(axes: [.output, .row, .column, .input])
    /// TensorFlow, Keras.
    public static let hwio = WeightLayout(axes: [.row, .column, .input, .output])

    /// The layout with outputs and inputs exchanged, as the same writers store transposed convolutions.
    public var exchanged: WeightLayout {
        WeightLayout(axes: axes.map { $0 == .output ? .input : $0 == .input ? .output : $0 })
    }

    /// The axes in words: "output, input, row, column".
    var words: String { axes.map { "\($0)" }.joined(separator: ", ") }

    /// The letters.
    public var description: String { String(axes.map(\.rawValue)) }

    /// The size of an axis in a shape of four.
    func size(of axis: Axis, in shape: [Int]) -> Int {
        zip(axes, shape).first { $0.0 == axis }?.1 ?? 1
    }

    /// How far elements lie apart that are neighbours on an axis.
    func stride(of axis: Axis, in shape: [Int]) -> Int {
        let place = axes.firstIndex(of: axis) ?? 0
        return shape[(place + 1)...].reduce(1, *)
    }
}

/// The order in which a first layer's channels take an image's colours.
public enum ColorOrder: String, Hashable, Sendable, CaseIterable {
    /// Red, green, blue.
    case rgb = "RGB"
    /// Blue, green, red, as OpenCV loads images and Caffe's networks are trained.
    case bgr = "BGR"
}
