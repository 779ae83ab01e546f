/// Finds what a user calls a layer, among layers that have names of several kinds.
///
/// A text is, by the first of these that fits: a name of the first kind, of the next kind, …; if all digits, a place in
/// the list, from 0; the end of one name alone, behind a `.` or `/`; a pattern in which `*` stands for any characters.
public struct LayerFinder: Sendable {
    /// What a text named, and how.
    public struct Finding: Hashable, Sendable {
        /// Places in the list, at least one, rising.
        public let places: [Int]
        /// How the text named them.
        public let way: Way
    }

    /// How a text names a layer.
    public enum Way: Hashable, Sendable {
        /// A whole name.
        case name
        /// The place in the list.
        case index
        /// The end of one name alone.
        case ending
        /// A pattern with stars.
        case pattern
    }

    private let kinds: [[String]]
    private let listed: Int

    /// Layers by their names.
    ///
    /// - Parameters:
    ///   - kinds: the names of all layers in order, kind by kind, the most telling kind first; empty for none.
    ///   - listed: how many of them, from the first, are known by their index; all if left out.
    /// - Precondition: as many names in each kind.
    public init(_ kinds: [[String]], listed: Int? = nil) {
        precondition(kinds.allSatisfy { $0.count == kinds[0].count }, "every layer has a name of each kind")
        self.kinds = kinds
        self.listed = listed ?? kinds.first?.count ?? 0
    }

    /// The layers that a text names.
    ///
    /// - Throws: ``NetworkError/noSuchLayer(name:suggestion:)``, ``NetworkError/noLayerAtIndex(index:count:)``.
    public func find(_ text: String) throws(NetworkError) -> Finding {
        if let places = places(where: { $0 == text }) { return Finding(places: places, way: .name) }
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            let index = Int(text)
            guard let index, index < listed else {
                throw .noLayerAtIndex(index: index.map(String.init) ?? text, count: listed)
            }
            return Finding(places: [index], way: .index)
        }
        if let ends = places(where: { $0.hasSuffix(".\(text)") || $0.hasSuffix("/\(text)") }), ends.count == 1 {
            return Finding(places: ends, way: .ending)
        }
        if text.contains("*"), let places = places(where: { $0.fits(pattern: text) }) {
            return Finding(places: places, way: .pattern)
        }
        throw .noSuchLayer(name: text, suggestion: text.nearest(among: kinds.joined().filter { !$0.isEmpty }))
    }

    /// The layers that the parts of a text between commas name, each once, in the order of the list.
    ///
    /// - Throws: as ``find(_:)``.
    public func findAll(_ texts: String) throws(NetworkError) -> [Int] {
        var places: Set<Int> = []
        for text in texts.split(separator: ",") { places.formUnion(try find(String(text)).places) }
        return places.sorted()
    }

    /// Where names are as wanted, of the first kind with such names; `nil` if none is.
    private func places(where isWanted: (String) -> Bool) -> [Int]? {
        for names in kinds {
            let places = names.indices.filter { !names[$0].isEmpty && isWanted(names[$0]) }
            if !places.isEmpty { return places }
        }
        return nil
    }
}
