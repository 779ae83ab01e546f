public import Planes

/// A picture that a map is asked of, decoded when its turn comes.
public struct MapPicture {
    /// As tables call it.
    public let name: String
    /// As files made from it begin.
    public let stem: String
    /// `PNG`.
    public let format: String
    /// `PNG, colour, 8 bits`.
    public let kind: String
    /// Rows and columns, known before it is decoded.
    public let size: PixelSize
    /// Decodes it.
    public let image: () throws -> Image
    /// Reads it, where it is an array; `nil` of others.
    public let array: (() throws -> Tensor<Float>)?

    /// A picture.
    ///
    /// - Parameters:
    ///   - name: as tables call it.
    ///   - stem: as files made from it begin.
    ///   - format: such as `PNG`.
    ///   - kind: such as `PNG, colour, 8 bits`.
    ///   - size: rows and columns.
    ///   - array: reads it, where it is an array.
    ///   - image: decodes it; of an array its values as a picture's, from 0 to 1.
    public init(
        name: String, stem: String, format: String, kind: String, size: PixelSize,
        array: (() throws -> Tensor<Float>)? = nil, image: @escaping () throws -> Image
    ) {
        (self.name, self.stem, self.format, self.kind) = (name, stem, format, kind)
        (self.size, self.array, self.image) = (size, array, image)
    }

    /// As a network is shown it.
    func shown() throws -> NetworkPicture { try array.map { .array(try $0()) } ?? .image(image()) }

    /// With the size that a network gives it: an array lies on all of the network's picture.
    func placed(in size: PixelSize) -> MapPicture {
        guard array != nil else { return self }
        return MapPicture(
            name: name, stem: stem, format: format, kind: kind, size: size, array: array, image: image)
    }
}

extension VisualField {
    /// Where a picture that is looked at lies.
    ///
    /// - Throws: ``RetinotopyError``, also where the pixel looked at is none of the picture's.
    init(of picture: MapPicture, degrees: Double, fixation: (x: Double, y: Double)?) throws(RetinotopyError) {
        try self.init(size: picture.size, degrees: degrees, fixation: fixation)
        guard contains(.fixation) else {
            throw .invalid(
                .fixation, value: fixation.map { "\($0.x),\($0.y)" } ?? "",
                expected:
                    "a pixel of \(picture.name): 0 to \(picture.size.width - 1) to the right, 0 to \(picture.size.height - 1) down"
            )
        }
    }
}

/// How large a picture's map is.
public struct MapSize: Hashable, Sendable {
    /// Units of a channel, and channels.
    public let units, channels: Int
    /// Points of the flattened cortex, both hemispheres.
    public let points: Int

    init(_ lattice: UnitLattice, channels: Int, field: VisualField, cortex: CorticalMap) {
        (units, self.channels) = (lattice.size.count, channels)
        points = CorticalGrid.pointCount(of: field, on: cortex, pitch: MapStudy.pitch)
    }
}

/// Where the activity of pictures comes from: a bank of filters, or a layer of a network.
public protocol MapSource {
    /// For every picture, before any is decoded.
    var sizes: [MapSize] { get }

    /// Decodes a picture and shows it; pictures are asked for in their order, one in memory at a time.
    mutating func study(_ index: Int) throws -> MapStudy
}
