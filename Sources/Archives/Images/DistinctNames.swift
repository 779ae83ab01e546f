import Files

/// What some files are called, so that no two are called the same.
struct DistinctNames {
    /// As tables call them: their names, or where two have the same, their paths.
    let names: [String]
    /// As files made from them begin: their names without ending; where two have the same, with it.
    let stems: [String]

    init(of paths: [String]) {
        let paths = paths.map(StandardInput.named)
        let short = paths.map { Folder.split($0).name }
        names = Self.numbered(Self.areApart(short) ? short : paths) { "\($0) (\($1))" }
        let bare = short.map { $0 == StandardInput.name ? "standard-input" : Self.withoutEnding($0) }
        // A slash becomes an underscore, by which two paths may come to the same.
        let flat = names.map { $0.map { $0 == "/" ? "_" : String($0) }.joined() }
        stems = Self.numbered(Self.areApart(bare) ? bare : flat) { "\($0)-\($1)" }
    }

    private static func areApart(_ names: [String]) -> Bool { Set(names).count == names.count }

    private static func withoutEnding(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// The second of a name gets a 2, and so on; never a name that another has.
    private static func numbered(_ names: [String], _ text: (String, Int) -> String) -> [String] {
        var taken = Set(names)
        var seen: Set<String> = []
        return names.map { name in
            guard !seen.insert(name).inserted else { return name }
            var number = 2
            while taken.contains(text(name, number)) { number += 1 }
            taken.insert(text(name, number))
            return text(name, number)
        }
    }
}
