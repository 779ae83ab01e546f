import ArgumentParser
import Networks
import Planes
import ReceptiveFields

/// Rows and columns: `224x224`, or one number for both.
struct ImageSize: ExpressibleByArgument, CustomStringConvertible {
    let height, width: Int

    init(_ image: ImageInput) {
        (height, width) = (image.height, image.width)
    }

    init?(argument: String) {
        let sides = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(sides.count), let height = sides[0], let width = sides[sides.count - 1], height > 0,
            width > 0
        else { return nil }
        (self.height, self.width) = (height, width)
    }

    var size: PixelSize { PixelSize(height: height, width: width) }

    var description: String { "\(height)x\(width)" }
}

/// A row and a column from 0: `5,7`.
struct Place: ExpressibleByArgument, CustomStringConvertible {
    let row, column: Int

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let row = parts[0], let column = parts[1], row >= 0, column >= 0 else { return nil }
        (self.row, self.column) = (row, column)
    }

    var description: String { "\(row),\(column)" }
}

/// A layer, all of whose units are meant, or one: `conv3:5,7`. A layer's name may hold colons of its own.
struct UnitName: ExpressibleByArgument, CustomStringConvertible {
    let layer: String
    let place: Place?

    init(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let place = Place(argument: String(argument[argument.index(after: colon)...]))
        else {
            (layer, place) = (argument, nil)
            return
        }
        layer = String(argument[..<colon])
        self.place = place
    }

    var asked: FieldLookup.Query { place.map { .unit(($0.row, $0.column)) } ?? .all }

    var description: String { layer + (place.map { ":\($0)" } ?? "") }
}

/// Indices and ranges of them with commas between.
struct IndexList: ExpressibleByArgument, CustomStringConvertible {
    let indices: [Int]

    init?(argument: String) {
        var all: Set<Int> = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            let bounds = ends.compactMap(\.self)
            guard bounds.count == ends.count, (1...2).contains(bounds.count), bounds[0] <= bounds[bounds.count - 1],
                bounds[bounds.count - 1] < 1 << 20
            else { return nil }
            all.formUnion(bounds[0]...bounds[bounds.count - 1])
        }
        indices = all.sorted()
    }

    var description: String { indices.map(String.init).joined(separator: ",") }
}

/// Numbers with commas between them.
struct NumberList: ExpressibleByArgument, CustomStringConvertible {
    let values: [Double]

    init(values: [Double]) { self.values = values }

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        let values = parts.compactMap(\.self)
        guard values.count == parts.count, !values.isEmpty else { return nil }
        self.values = values
    }

    var description: String { values.map { Int(exactly: $0).map(String.init) ?? "\($0)" }.joined(separator: ",") }
    var defaultValueDescription: String { description }
}
