import Archives
import Planes
import Testing

/// Small pictures with bytes changed, cut out or put in: each is read or refused, none stops the program.
@Suite struct PictureMutationTests {
    @Test(arguments: [
        "grey8.png", "rgba8.png", "palette.png", "interlaced.png", "greyAlpha16.png", "jpegGrey.jpg", "jpegColor.jpg",
        "grey8.tif", "rgb8.tif", "rgba8.tif", "palette.tif", "grey16.tif", "jpeg.tif", "lossy.webp", "alpha.webp",
        "turned.webp", "grey8.bmp", "rgb24.bmp",
    ])
    func `a damaged picture is read or refused`(name: String) throws {
        try check(referenceFile(name), seed: 77)
    }

    @Test(arguments: [
        "P2 3 2 9\n1 2 3 4 5 6\n", "P3 1 2 9\n1 2 3 4 5 6", "P5 4 2 99\nabcABCab", "P6 1 1 9999\n\0a\0b\0c",
    ])
    func `a damaged Netpbm picture is read or refused`(text: String) throws {
        try check(Array(text.utf8), seed: 78)
    }

    private func check(_ picture: [UInt8], seed: UInt64) throws {
        let ends = try withstand(picture, times: 500, seed: seed) { path, _ throws(ArchiveError) in
            let file = try ImageFile(path: path)
            let image = try file.image()
            #expect(image.size == file.header.size)
        }
        #expect(ends.refused > 50)
    }
}
