extension String {
    /// Whether the text fits a pattern in which `*` stands for any characters, none included.
    ///
    /// - Complexity: the product of the lengths at worst.
    func fits(pattern: String) -> Bool {
        let (name, pattern) = (Array(unicodeScalars), Array(pattern.unicodeScalars))
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

    /// The name that differs least from this mistyped one, if not by more than half of its letters.
    package func nearest(among names: some Sequence<String>) -> String? {
        // Beyond this length a name is no slip of the finger, and comparing it would cost its square.
        let longest = 200
        guard utf8.count <= longest else { return nil }
        var best: (name: String, distance: Int)?
        for other in names where other.utf8.count <= longest {
            let distance = editDistance(to: other)
            if distance * 2 <= other.count, distance < best?.distance ?? .max { best = (other, distance) }
        }
        return best?.name
    }

    /// How many letters must be added, taken away or changed to make one word the other.
    ///
    /// - SeeAlso: Levenshtein (1966), *Soviet Physics Doklady* 10:707.
    private func editDistance(to other: String) -> Int {
        let (first, second) = (Array(unicodeScalars), Array(other.unicodeScalars))
        var row = Array(0...second.count)
        for (index, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in second.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}
