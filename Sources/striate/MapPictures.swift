import Archives
import Retinotopy

extension PictureList.Picture {
    /// As a map takes it.
    var forMap: MapPicture {
        let (header, format) = (file.header, file.format.displayName)
        var kind = "\(format), \(header.isColor ? "colour" : "grey"), \(header.bitDepth) bits"
        if header.hasAlpha { kind += ", over mid grey" }
        if header.isTurned { kind += ", turned upright" }
        return MapPicture(name: name, stem: stem, format: format, kind: kind, size: header.size) {
            try file.image()
        }
    }
}
