public import Networks
public import Planes

/// Arrays as what a network takes: as they are.
extension ImageInput {
    /// The image of a network that is shown an array, whose size is taken where the file leaves its own open.
    ///
    /// - Parameters:
    ///   - network: whose first input that is an image is taken.
    ///   - height: rows, if not those of the file.
    ///   - width: columns, if not those of the file.
    ///   - array: the array's shape, if there is one.
    /// - Throws: as ``Networks/ImageInput/init(of:height:width:)``.
    public init(of network: Network, height: Int?, width: Int?, array: [Int]?) throws(NetworkError) {
        try self.init(of: network, height: height, width: width)
        guard isAssumed, let size = array.flatMap(size(ofArray:)) else { return }
        try self.init(of: network, height: size.height, width: size.width)
    }

    /// What the network is shown, for the eye: a picture as it is, an array by its values.
    ///
    /// - Throws: ``InferenceError`` of an array of other sizes.
    public func picture(of shown: NetworkPicture) throws(InferenceError) -> Image {
        switch shown {
        case .image(let image): image
        case .array(let array): picture(of: try tensor(of: array))
        }
    }

    /// The sizes that an array may have behind a batch of one: the network's own, and channel × row × column; of one
    /// channel row × column.
    var arrayShapes: [[Int]] {
        let own = Array(shape.suffix(3))
        let others = order == .channelsLast ? [[channels, height, width]] : []
        let maps = channels == 1 ? [[height, width]] : []
        return [own] + (others + maps).filter { $0 != own }
    }

    /// The array as the network takes it.
    ///
    /// - Throws: ``InferenceError/arrayShape(found:expected:isChannelsLast:)``; ``InferenceError/arrayValue(place:value:)``
    ///   of what is no finite number.
    func tensor(of array: Tensor<Float>) throws(InferenceError) -> Tensor<Float> {
        let own = Array(shape.suffix(3))
        var sizes = array.shape
        if sizes.count == 4, sizes[0] == 1 { sizes.removeFirst() }
        guard Count.product(Array(shape.dropLast(3))) == 1, arrayShapes.contains(sizes) else {
            throw .arrayShape(
                found: array.shape, expected: arrayShapes, isChannelsLast: order == .channelsLast)
        }
        if let place = array.values.firstIndex(where: { !$0.isFinite }) {
            throw .arrayValue(place: Self.indices(of: place, in: array.shape), value: array.values[place])
        }
        // The network's own order comes first, where sizes fit both.
        guard sizes != own, sizes.count == 3 else { return array.reshaped(to: shape) }
        return array.reshaped(to: [1] + sizes).ordered(.channelsLast).reshaped(to: shape)
    }

    /// Rows and columns of an array for a network whose own are open; `nil` for one of other axes or channels.
    private func size(ofArray shape: [Int]) -> PixelSize? {
        let sizes = shape.count == 4 && shape[0] == 1 ? Array(shape.dropFirst()) : shape
        let isLast = order == .channelsLast
        switch sizes.count {
        case 2 where channels == 1: return PixelSize(height: sizes[0], width: sizes[1])
        case 3 where isLast && sizes[2] == channels: return PixelSize(height: sizes[0], width: sizes[1])
        case 3 where sizes[0] == channels: return PixelSize(height: sizes[1], width: sizes[2])
        default: return nil
        }
    }

    /// Numbers that a network is shown, as a picture for the eye: the lowest black, the highest white. Three channels are
    /// colours; of others the mean is shown.
    fileprivate func picture(of tensor: Tensor<Float>) -> Image {
        let sizes = shape.count > 2 ? Array(shape.suffix(3)) : [channels, height, width]
        let maps = tensor.reshaped(to: [1] + sizes).channelsFirst(from: order)
        let planes = (0..<channels).map { maps.plane(ofChannel: $0) }
        let shown =
            planes.count == 3
            ? planes
            : [
                Plane(size: planes[0].size) { row, column in
                    planes.reduce(0) { $0 + $1[row, column] } / Float(planes.count)
                }
            ]
        let values = shown.flatMap(\.values)
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        // Halves, so that a difference of the largest numbers is one.
        let range = high / 2 - low / 2
        let scaled = shown.map { plane in
            Plane(
                size: plane.size,
                values: plane.values.map { range > 0 ? min(max(($0 / 2 - low / 2) / range, 0), 1) : 0.5 })
        }
        return scaled.count == 3
            ? Image(red: scaled[0], green: scaled[1], blue: scaled[2], encoding: .sRGB)
            : Image(grey: scaled[0], encoding: .sRGB)
    }

    private static func indices(of place: Int, in shape: [Int]) -> [Int] {
        var rest = place
        return shape.reversed().map { size in
            defer { rest /= max(size, 1) }
            return rest % max(size, 1)
        }.reversed()
    }
}

/// A picture made ready for a network.
public struct ReadyPicture: Sendable {
    /// At the network's size, for the eye.
    public let image: Image
    /// What the network takes, by the input's name.
    public let inputs: [String: Tensor<Float>]
    /// How it was read; `nil` of an array.
    public let reading: DrawingReading?

    /// A picture that is at the network's size already.
    public init(image: Image, inputs: [String: Tensor<Float>], reading: DrawingReading? = nil) {
        (self.image, self.inputs, self.reading) = (image, inputs, reading)
    }
}

extension RunnableNetwork {
    /// A picture at the network's size as the network takes it; an array as it is.
    ///
    /// - Parameters:
    ///   - picture: an image of any size, or an array.
    ///   - moves: whether a drawing may be centred; without it places stay where ``placement(on:)`` says.
    /// - Throws: ``InferenceError``: an array of another shape or of numbers that are none, a picture that does not become
    ///   the network's input.
    public func ready(_ picture: NetworkPicture, moves: Bool = true) throws(InferenceError) -> ReadyPicture {
        switch picture {
        case .image(let given):
            let image = try fitted(given, moves: moves)
            return ReadyPicture(image: image, inputs: try input(ofFitted: image), reading: reading(of: picture))
        case .array(let array):
            let tensor = try image.tensor(of: array)
            return ReadyPicture(image: image.picture(of: tensor), inputs: [image.name: tensor], reading: nil)
        }
    }

    /// One line on what was done to some pictures.
    public func preprocessingSummary(of pictures: [ReadyPicture]) -> String {
        if pictures.count == 1, let reading = pictures[0].reading {
            return preprocessing.summary(channels: image.channels, reading: reading)
        }
        let turned = pictures.count { $0.reading?.isInverted ?? false }
        return preprocessingSummary(arrays: pictures.count { $0.reading == nil }, of: pictures.count)
            + (turned > 0 ? ", \(turned) of \(pictures.count) turned from ink on paper" : "")
    }

    /// One line on what is done to so many pictures, of which some are arrays.
    public func preprocessingSummary(arrays: Int, of count: Int) -> String {
        if arrays == 0 { return preprocessingSummary }
        return arrays == count ? "none: arrays as they are" : "\(preprocessingSummary); arrays as they are"
    }
}
