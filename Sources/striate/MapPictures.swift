import Archives
import Planes
import Retinotopy

extension PictureList.Picture {
    /// As a map takes it.
    var forMap: MapPicture {
        let (header, format) = (file.header, file.format.displayName)
        var kind = "\(format), \(header.isColor ? "colour" : "grey"), \(header.bitDepth) bits"
        if header.hasAlpha { kind += ", over mid grey" }
        if header.isTurned { kind += ", turned upright" }
        if let shape = header.arrayShape {
            kind = "\(format), \(shape.map(String.init).joined(separator: " × "))"
        }
        let file = file
        let array: () throws -> Tensor<Float> = {
            guard case .array(let array) = try file.shown() else { throw ArchiveError.changed(file: file.path) }
            return array
        }
        return MapPicture(
            name: name, stem: stem, format: format, kind: kind, size: header.size,
            array: header.arrayShape == nil ? nil : array
        ) {
            try file.image()
        }
    }
}
