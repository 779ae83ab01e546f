import Archives
import Files
import Foundation
import Planes

/// A picture that the page sends: one of the formats of ``Archives/ImageFormat``, told by content and read as the same file from a folder would be.
enum UploadedPicture {
    /// Pixels that are taken, fewer than of a file: 4096 × 4096.
    static let mostPixels = 1 << 24

    /// Reads the picture.
    ///
    /// The bytes go through a file of a name that nobody else gives, which is removed again; no name comes from the page.
    /// - Throws: ``ExplorerError``: no picture, damaged, or too large.
    static func image(_ bytes: [UInt8]) throws(ExplorerError) -> Image {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("striate-upload-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: place) }
        do throws(SystemError) { try FileWriter.write(bytes, to: place) } catch { throw .refused(error.reason) }
        func said(_ error: ArchiveError) -> ExplorerError {
            .refused("\(error)".replacing(place, with: "the picture"))
        }
        let file: ImageFile
        do throws(ArchiveError) { file = try ImageFile(path: place) } catch { throw said(error) }
        let size = file.header.size
        guard size.count <= mostPixels else {
            throw .tooManyPixels(height: size.height, width: size.width, limit: mostPixels)
        }
        do throws(ArchiveError) { return try file.image() } catch { throw said(error) }
    }
}
