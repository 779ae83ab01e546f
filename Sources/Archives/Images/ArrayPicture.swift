import Networks
import Planes

/// An array in NumPy's format in the place of a picture: as it is for a network, and where its values are from 0 to 1 a
/// picture of row × column, or of one or three channels, for all else.
///
/// - SeeAlso: `numpy.lib.format` in NumPy's reference.
enum ArrayPicture: ImageReader {
    static let format = ImageFormat.array

    static func recognizes(_ file: LazyFile) -> Bool { file.begins(with: NumpyArray.signature) }

    /// The most values that are read.
    private static let largest = 4 * ImageFile.largest

    static func header(_ file: LazyFile) throws(ArchiveError) -> ImageHeader {
        let shape = try tensor(in: file).shape
        let layout = Layout(shape)
        return ImageHeader(
            size: PixelSize(height: layout.height, width: layout.width), bitDepth: 32, isColor: layout.channels == 3,
            arrayShape: shape)
    }

    static func image(_ file: LazyFile, _ header: ImageHeader) throws(ArchiveError) -> Image {
        let array = try array(file)
        let layout = Layout(array.shape)
        guard [1, 3].contains(layout.channels) else {
            throw .otherArray(
                file: file.path,
                reason:
                    "this is an array of \(shapeText(array.shape)); row × column, or one or three channels of it, is a picture"
            )
        }
        if let value = array.values.first(where: { !(0...1).contains($0) }) {
            throw .otherArray(
                file: file.path,
                reason: "the array holds \(value); as a picture it has values from 0, black, to 1, white")
        }
        let size = PixelSize(height: layout.height, width: layout.width)
        let planes = (0..<layout.channels).map { channel in
            Plane(
                size: size,
                values: (0..<size.count).map {
                    array.values[layout.isLast ? $0 * layout.channels + channel : channel * size.count + $0]
                })
        }
        return planes.count == 1
            ? Image(grey: planes[0], encoding: .sRGB)
            : Image(red: planes[0], green: planes[1], blue: planes[2], encoding: .sRGB)
    }

    /// The values under their shape.
    static func array(_ file: LazyFile) throws(ArchiveError) -> Tensor<Float> {
        let tensor = try tensor(in: file)
        return Tensor(shape: tensor.shape, values: try tensor.values(in: file))
    }

    private static func tensor(in file: LazyFile) throws(ArchiveError) -> StoredTensor {
        let array = try NumpyArray("array", in: .range(0..<file.count), place: "the", of: file) { count in
            file.bytes(first: count)
        }
        let tensor = array.tensor
        guard (2...4).contains(tensor.shape.count), !tensor.shape.contains(0), tensor.count <= largest,
            tensor.shape.allSatisfy({ $0 <= ImageInput.largestSide })
        else {
            throw .otherArray(
                file: file.path,
                reason:
                    "this is an array of \(tensor.shape.isEmpty ? "no axes" : shapeText(tensor.shape)); channel × row × column, or the network's own axes, is expected, of at most \(largest) values"
            )
        }
        return tensor
    }

    /// Where rows, columns and channels lie where no network says: one or three channels first, or else last.
    private struct Layout {
        let height, width, channels: Int
        let isLast: Bool

        init(_ shape: [Int]) {
            let sizes = Array(shape.suffix(3))
            guard sizes.count == 3 else {
                (height, width, channels, isLast) = (sizes[0], sizes[1], 1, false)
                return
            }
            isLast = ![1, 3].contains(sizes[0]) && [1, 3].contains(sizes[2])
            (height, width, channels) = isLast ? (sizes[0], sizes[1], sizes[2]) : (sizes[1], sizes[2], sizes[0])
        }
    }
}
