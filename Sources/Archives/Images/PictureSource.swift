public import Planes

/// Pictures with or without labels: files and folders of one picture each, and tables with a picture in each row.
public struct PictureSource: Sendable {
    /// A picture, read when it is asked for.
    public struct Picture: Sendable {
        /// As tables call it.
        public let name: String
        /// Its file.
        public let path: String
        /// Of a table.
        public let row: Int?
        /// Its label in the table; `nil` without one.
        public let truth: String?
        /// Of an array, all of its axes; `nil` of a picture.
        public let arrayShape: [Int]?
        /// Decodes it, as a network is shown it.
        public let shown: @Sendable () throws -> NetworkPicture

        /// Decodes it where it is a picture.
        ///
        /// - Throws: ``ArchiveError``, ``ArchiveError/otherArray(file:reason:)`` of an array among them.
        public func image() throws -> Image {
            guard let image = try shown().image else {
                throw ArchiveError.otherArray(file: path, reason: "it is an array; a picture is expected")
            }
            return image
        }
    }

    /// In the order of the files' names, those of tables last.
    public private(set) var pictures: [Picture] = []
    /// A sentence on files in folders that are no pictures; `nil` where there are none.
    public let warning: String?

    /// Looks at every path; of a table each `every`-th row.
    ///
    /// - Throws: ``ArchiveError``.
    /// - Precondition: `every` is above 0.
    public init(_ paths: [String], every: Int) throws(ArchiveError) {
        let tables = paths.filter(PixelTable.recognizes)
        let others = paths.filter { !tables.contains($0) }
        let list = try others.isEmpty ? nil : PictureList(others)
        warning = list?.warning
        pictures += (list?.pictures ?? []).map { picture in
            Picture(
                name: picture.name, path: picture.file.path, row: nil, truth: nil,
                arrayShape: picture.file.header.arrayShape
            ) { try picture.file.shown() }
        }
        for (path, name) in zip(tables, DistinctNames(of: tables).names) {
            let table = try PixelTable(path: path)
            pictures += stride(from: 0, to: table.count, by: every).map { row in
                Picture(name: name, path: path, row: row, truth: table.label(row), arrayShape: nil) {
                    .image(try table.image(row))
                }
            }
        }
    }

    /// In the order of some paths, each a picture, a table or a folder; those of one path stay in order.
    ///
    /// - Parameter paths: those that the pictures were looked for at.
    public func pictures(inOrderOf paths: [String]) -> [Picture] {
        let folders = paths.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        let places = Dictionary(grouping: pictures) { picture in
            paths.indices.first { picture.path == paths[$0] || picture.path.hasPrefix(folders[$0]) } ?? paths.count
        }
        return places.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// The pictures of one file.
    ///
    /// - Throws: ``ArchiveError``; ``ArchiveError/isDirectory(file:)`` for a folder, which holds no one picture.
    public init(file path: String) throws(ArchiveError) {
        try self.init([path], every: 1)
        guard paths.allSatisfy({ $0 == path }) else { throw .isDirectory(file: path) }
    }

    /// Of how many arrays, and the first one's shape.
    public var arrays: (count: Int, shape: [Int]?) {
        let shapes = pictures.compactMap(\.arrayShape)
        return (shapes.count, shapes.first)
    }

    /// Every file once.
    public var paths: [String] { pictures.map(\.path).reduce(into: []) { if $0.last != $1 { $0.append($1) } } }
}
