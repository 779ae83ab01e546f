/// Which layer a user asks for.
public enum LayerSelector: Hashable, Sendable {
    /// By name, in which `*` stands for any characters.
    case name(String)
    /// By its place in the list, from 0.
    case index(Int)
    /// Digits for a number beyond any list.
    case beyond(String)

    /// What the text means: digits alone are an index, all else is a name.
    public init(_ text: String) {
        let isIndex = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        self = isIndex ? Int(text).map(LayerSelector.index) ?? .beyond(text) : .name(text)
    }
}

/// Whether a name fits a pattern in which `*` stands for any characters, none included.
///
/// - Complexity: the product of the lengths at worst.
package func fits(_ name: String, pattern: String) -> Bool {
    let (name, pattern) = (Array(name.unicodeScalars), Array(pattern.unicodeScalars))
    var (place, step) = (0, 0)
    // The last star seen, and where the text it stands for ends as far as tried.
    var star: (step: Int, place: Int)?
    while place < name.count {
        if step < pattern.count, pattern[step] == "*" {
            star = (step, place)
            step += 1
        } else if step < pattern.count, pattern[step] == name[place] {
            step += 1
            place += 1
        } else if let last = star {
            star = (last.step, last.place + 1)
            step = last.step + 1
            place = last.place + 1
        } else {
            return false
        }
    }
    return pattern[step...].allSatisfy { $0 == "*" }
}

/// How many letters must be added, taken away or changed to make one word the other.
///
/// - SeeAlso: Levenshtein (1966), *Soviet Physics Doklady* 10:707.
func editDistance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
    var row = Array(0...second.count)
    for (index, letter) in first.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (column, other) in second.enumerated() {
            let changed = diagonal + (letter == other ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
        }
    }
    return row[second.count]
}

/// The name that differs least from a mistyped one, if not by more than half of its letters.
package func nearestName(to name: String, among names: some Sequence<String>) -> String? {
    // Beyond this length a name is no slip of the finger, and comparing it would cost its square.
    let longest = 200
    guard name.utf8.count <= longest else { return nil }
    var best: (name: String, distance: Int)?
    for other in names where other.utf8.count <= longest {
        let distance = editDistance(name, other)
        if distance * 2 <= other.count, distance < best?.distance ?? .max { best = (other, distance) }
    }
    return best?.name
}
