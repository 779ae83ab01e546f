internal import Foundation
internal import WebPages

/// The pictures of a run's folder on a page: vectors where there are any and they are no larger than a few pictures of
/// pixels, else pixels.
struct PagePictures {
    /// A picture, as one file or as two.
    private struct Picture {
        let name: String
        var vector, pixels: ReportPage.File?
    }

    private let pictures: [Picture]
    /// Files that are neither pictures nor of those that every folder has.
    let others: [ReportPage.File]

    /// A vector that is larger is shown as pixels, if there are such.
    private static let mostVector = 2_000_000

    /// Tells pictures from other files, in the order of their coming.
    init(_ files: [ReportPage.File]) {
        var (pictures, others): ([Picture], [ReportPage.File]) = ([], [])
        for file in files {
            let (name, ending) = Self.parts(of: file.path)
            guard file.path.hasPrefix("figures/"), ending == "svg" || ending == "png" else {
                if !file.path.hasPrefix("tables/") { others.append(file) }
                continue
            }
            let place = pictures.firstIndex { $0.name == name } ?? pictures.endIndex
            if place == pictures.endIndex { pictures.append(Picture(name: name)) }
            if ending == "svg" { pictures[place].vector = file } else { pictures[place].pixels = file }
        }
        (self.pictures, self.others) = (pictures, others)
    }

    /// `figures/a.b.png` is `a.b` and `png`.
    private static func parts(of path: String) -> (name: String, ending: String) {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        guard let dot = file.lastIndex(of: ".") else { return (file, "") }
        return (String(file[..<dot]), String(file[file.index(after: dot)...]))
    }

    /// What the template is filled with.
    ///
    /// - Parameters:
    ///   - room: bytes that pictures may take; what is taken goes off.
    ///   - contents: bytes of a file.
    func fields(_ room: inout Int, _ contents: (String) -> [UInt8]?) -> [[String: Any]] {
        pictures.map { picture in
            let small = picture.vector.flatMap { $0.bytes <= Self.mostVector || picture.pixels == nil ? $0 : nil }
            let choices = [small, picture.pixels, picture.vector].compactMap(\.self)
            var source: String?
            for file in choices where source == nil && Self.encodedSize(file.bytes) <= room {
                source = contents(file.path).map { Self.address($0, isVector: file.path.hasSuffix(".svg")) }
            }
            room -= source?.utf8.count ?? 0
            let left =
                source == nil
                ? choices.last.map { "\($0.path) (\(PageNumber.size($0.bytes))) is too large for this page." } : nil
            return [
                "name": picture.name.html, "alt": words(of: picture, contents).html,
                "source": source.map { [$0] } ?? [], "leftOut": left.map { [$0.html] } ?? [],
            ]
        }
    }

    /// What a picture shows, as its file says; of one that says nothing its name.
    private func words(of picture: Picture, _ contents: (String) -> [UInt8]?) -> String {
        let said = picture.pixels.flatMap { contents($0.path) }.flatMap { Self.description(in: $0) }
        return said ?? "Picture \(picture.name) of this run"
    }

    /// What stands in a PNG file under Description, if that comes before its pixels.
    static func description(in png: [UInt8]) -> String? {
        var place = 8
        while place + 12 <= png.count {
            let length = png[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let kind = png[place + 4..<place + 8]
            guard kind != Array("IDAT".utf8)[...], length <= png.count - place - 12 else { return nil }
            let body = png[place + 8..<place + 8 + length]
            let opening = Array("Description".utf8) + [0, 0, 0, 0, 0]
            if kind == Array("iTXt".utf8)[...], body.starts(with: opening) {
                return String(decoding: body.dropFirst(opening.count), as: UTF8.self)
            }
            place += 12 + length
        }
        return nil
    }

    /// Of base64, with what stands before it.
    private static func encodedSize(_ bytes: Int) -> Int { (bytes + 2) / 3 * 4 + 32 }

    /// A picture is shown as an image, so that nothing in a vector could run.
    private static func address(_ bytes: [UInt8], isVector: Bool) -> String {
        "data:image/\(isVector ? "svg+xml" : "png");base64," + Data(bytes).base64EncodedString()
    }
}
