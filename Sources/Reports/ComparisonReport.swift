import GaborBanks
import Kernels
import Networks
import Physiology
import Planes
import Tables

/// The text of `compare`: the answer first, then what stands behind it, at most 80 columns wide.
public struct ComparisonReport: Sendable {
    private let comparison: Comparison
    private let file: String
    private let format: String
    private let layer: String
    private let reason: String
    private let notes, readings: [String]

    /// A report on a comparison of one layer of a file.
    ///
    /// - Parameters:
    ///   - comparison: of the layer's kernels.
    ///   - file: its name without its folder.
    ///   - format: its name for people.
    ///   - layer: its name.
    ///   - reason: why this layer was taken, as a clause.
    ///   - notes: what is to be known before any number, whole sentences.
    ///   - readings: how its weights were read where that could be doubted, whole sentences; they follow the answer.
    public init(
        _ comparison: Comparison, file: String, format: String, layer: String, reason: String, notes: [String] = [],
        readings: [String] = []
    ) {
        self.comparison = comparison
        self.file = file
        self.format = format
        self.layer = layer
        self.reason = reason
        self.notes = notes
        self.readings = readings
    }

    private var kernels: [KernelStudy] { comparison.study.kernels }
    private var gabors: [KernelStudy] { kernels.filter(\.classification.kernelClass.isGabor) }
    private var edges: [KernelStudy] { kernels.filter(\.classification.kernelClass.isEdge) }
    private var oriented: [KernelStudy] { kernels.filter(\.classification.kernelClass.isOriented) }
    /// Whether there are classes at all: not for kernels one pixel wide.
    private var hasClasses: Bool { kernels.contains { $0.classification.kernelClass != .unclassed } }

    /// The report; `place` names where tables and pictures lie, if they were written.
    public func text(place: String?, figures: [String] = [], leftOut: [String] = []) -> String {
        let sections = [
            heading, answer, readings.flatMap { wrapped($0) }, classes, orientations, shapes,
            hasClasses ? comparison.population.lines : [], matches,
            best,
            surprises, hasClasses ? conventions : [],
            whereabouts(place, figures, leftOut),
        ]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var heading: [String] {
        let size = comparison.layer.size
        return wrapped(
            "\(file) (\(format)), layer \(layer): \(counted(comparison.layer.count, "kernel", "kernels")) of \(comparison.layer.channelCount) × \(size)"
        )
            + wrapped("Taken because it is \(reason).") + notes.flatMap { wrapped($0) }
    }

    private var answer: [String] {
        guard hasClasses else { return lines }
        func expected(_ part: KeyPath<KernelStudy.NullFractions, Double>) -> String {
            let drawn = kernels.compactMap { $0.nullFractions?[keyPath: part] }
            return rounded(drawn.reduce(0, +), 1)
        }
        return wrapped(
            "\(share(gabors.count, of: kernels.count)) of the kernels are Gabor-like, as simple cells of V1 are; structureless noise of the same size, colours and spectrum gives \(expected(\.gabor)). \(edges.count) more \(edges.count == 1 ? "is an oriented edge, whose wave the window does" : "are oriented edges, whose wave the window does") not show; noise gives \(expected(\.edge))."
        )
    }

    /// What is said of kernels one pixel wide.
    private var lines: [String] {
        let size = comparison.layer.size
        guard size.count > 1 else {
            return wrapped("Kernels of 1 × 1 mix channels: they have no shape in space, and no class.")
        }
        let waves = kernels.compactMap(\.fit).map(\.gabor.spatialFrequency.cyclesPerPixel).sorted()
        guard let low = waves.first, let high = waves.last else {
            return wrapped(
                "Kernels of \(size) are one pixel wide and too short to be fitted: no orientation, no class.")
        }
        return wrapped(
            "Kernels of \(size) are one pixel wide: they have no orientation and no class. Each was fitted by a Gabor along its axis: frequency \(rounded(low, 3)) to \(rounded(high, 3)) cycles/pixel, median \(rounded(waves.median, 3)); frequency and phase of each are in the table kernels."
        )
    }

    /// Classes beside shapes: what is more than chance, and what it looks like anyway.
    private var classes: [String] {
        guard hasClasses else { return [] }
        let counts = KernelClass.allCases.filter { $0 != .unclassed }.map { name in
            (name, kernels.filter { $0.classification.kernelClass == name })
        }
        let width = 28.0 / Double(max(counts.map(\.1.count).max() ?? 1, 1))
        let table = TextTable(
            columns: [("class", .left), ("kernels", .right), ("", .left), ("by shape", .right), ("median R²", .right)],
            rows: counts.map { name, members in
                let bar = String(repeating: "█", count: Int((Double(members.count) * width).rounded()))
                let isExplained = name != .unstructured && name != .dead && !members.isEmpty
                return [
                    name.rawValue, String(members.count), bar,
                    String(kernels.count { $0.classification.shape == name }),
                    isExplained ? rounded(members.compactMap(\.classification.score).median, 2) : "",
                ]
            })
        return table.lines
            + wrapped(
                "By shape: what kernels look like; the class is the shape where noise, put through the same decision, has it and is explained as well in at most 5 %."
            )
    }

    private var orientations: [String] {
        guard !oriented.isEmpty else { return [] }
        let (cardinal, cells) = (comparison.population.cardinal, comparison.population.cardinalCells)
        let counts = [("horizontal", 0.0), ("45°", 45.0), ("vertical", 90.0), ("135°", 135.0)].map { name, angle in
            let near = oriented.count {
                $0.tuning.orientation.preferred.distance(to: Orientation(degrees: angle)) < 22.5
            }
            return "\(name) \(near)"
        }
        return wrapped(
            "Orientation of the bars of Gabors and edges (within 22.5°): " + counts.joined(separator: ", ") + ".")
            + wrapped(
                "Cardinal bias: \(share(cardinal.near, of: cardinal.of)) near horizontal or vertical; cells \(share(cells.near, of: cells.of)) (De Valois 1982: most among those of the fovea that prefer high frequencies); none would be 50 %."
            )
    }

    private var shapes: [String] {
        guard !gabors.isEmpty else { return [] }
        func row(_ name: String, _ unit: String, _ decimals: Int, _ value: (KernelStudy) -> Double?) -> [String] {
            let values = gabors.compactMap(value).sorted()
            guard let low = values.first, let high = values.last else { return [name, "-", "-", "-", unit] }
            return [name, rounded(low, decimals), rounded(values.median, decimals), rounded(high, decimals), unit]
        }
        let table = TextTable(
            columns: [
                ("Gabor-like kernels", .left), ("least", .right), ("median", .right), ("most", .right), ("", .left),
            ],
            rows: [
                row("spatial frequency", "cycles/pixel", 3) { $0.fit?.gabor.spatialFrequency.cyclesPerPixel },
                row("wavelength", "pixels", 1) { $0.fit?.gabor.spatialFrequency.wavelength },
                row("width across bars σ·f, nx", "", 2) { $0.fit?.gabor.nx },
                row("length along bars σ·f, ny", "", 2) { $0.fit?.gabor.ny },
                row("bandwidth by gratings", "octaves", 2) { $0.tuning.frequency.bandwidthOctaves() },
                row("orientation half-width", "degrees", 1) { $0.tuning.orientation.halfWidth(at: 0.5) },
                row("circular variance", "", 2) { $0.tuning.orientation.circularVariance },
            ])
        return table.lines
    }

    private var matches: [String] {
        let all = comparison.matches.compactMap(\.first)
        guard !all.isEmpty else { return [] }
        let byClass = gabors.compactMap { comparison.matches[$0.index].first?.similarity }
        let bank = comparison.bank
        return wrapped(
            "Best match in the bank \(bank.name) (\(counted(bank.filters.count, "filter", "filters")) of \(bank.size), drawn at \(comparison.settings.bankResolution.value) pixels/degree): cosine median \(rounded(all.map(\.similarity).median, 2)) over all kernels, \(rounded(byClass.isEmpty ? nil : byClass.median, 2)) over the Gabor-like ones."
        )
    }

    private var best: [String] {
        let ranked = gabors.sorted { ($0.fit?.r2 ?? 0, $1.index) > ($1.fit?.r2 ?? 0, $0.index) }
        guard !ranked.isEmpty else { return [] }
        let rows = ranked.prefix(10).map { study -> [String] in
            let gabor = study.fit?.gabor
            let match = comparison.matches[study.index].first
            return [
                String(study.index), study.classification.kernelClass.rawValue, rounded(study.fit?.r2, 3),
                wholeDegrees(gabor?.orientation.degrees), wholeDegrees(gabor?.orientation.waveDirection),
                rounded(gabor?.spatialFrequency.cyclesPerPixel, 3), rounded(gabor?.phase.degrees, 0),
                rounded(gabor?.nx, 2), rounded(gabor?.ny, 2), match.map { String($0.filter) } ?? "-",
                rounded(match?.similarity, 2),
            ]
        }
        let table = TextTable(
            columns: [
                ("kernel", .right), ("class", .left), ("R²", .right), ("bars°", .right), ("wave°", .right),
                ("cyc/px", .right),
                ("phase°", .right), ("nx", .right), ("ny", .right), ("filter", .right), ("cosine", .right),
            ], rows: rows)
        let rest = ranked.count - rows.count
        return ["Best fitted:"] + table.lines + (rest > 0 ? ["… and \(rest) more in the table kernels."] : [])
    }

    private var surprises: [String] {
        func list(_ flag: KernelFlag, _ words: String) -> [String] {
            indices(kernels.filter { $0.flags.contains(flag) }, words)
        }
        func indices(_ members: [KernelStudy], _ words: String) -> [String] {
            guard !members.isEmpty else { return [] }
            let shown = members.prefix(12).map { String($0.index) }.joined(separator: " ")
            let more = members.count > 12 ? " …" : ""
            return wrapped("- \(members.count) \(words): \(shown)\(more)", indent: "  ")
        }
        let lines =
            indices(kernels.filter { $0.classification.kernelClass == .dead }, "dead (norm below 1 % of the median)")
            + list(.duplicate, "like an earlier kernel up to a scale")
            + list(.untuned, "have no orientation by gratings (no half-width at half height, or an OSI below 1/3)")
            + list(.mostlyMean, "weigh mostly the mean of the window")
            + indices(
                gabors.filter { $0.intervals.map { $0.nx.isCensored || $0.ny.isCensored } ?? false },
                "Gabor-like with nx or ny cut by the window: larger ones would fit as well (column censored)")
            + indices(
                kernels.filter { $0.classification.kernelClass != $0.classification.shape },
                "look like more than noise gives proof of (column shape)")
            + indices(
                kernels.filter(\.isOnTheBorder),
                "on the border: one noise kernel more or less would change the class")
        return lines.isEmpty ? [] : ["Worth a look:"] + lines
    }

    private var conventions: [String] {
        [
            "Angles: of the bars, counter-clockwise, 0° horizontal; the wave is 90° on.",
            "Phase: 0° even (bright bar), 90° odd (edge). Null: \(comparison.study.nullCount) noise kernels each, isotropic, of the most likely spectra.",
        ].flatMap { wrapped($0) }
    }

    private func whereabouts(_ place: String?, _ figures: [String], _ leftOut: [String]) -> [String] {
        guard let place else {
            return wrapped(
                "Tables: --table kernels|matches|tuning_curves|population|bank, or all of them and pictures with --out DIR."
            )
        }
        return wrapped(
            "Tables are in \(place)/tables (kernels, matches, tuning_curves, population, bank), described in \(place)/datapackage.json."
        )
            + wrapped("Pictures are in \(place)/figures: \(figures.joined(separator: ", ")).")
            + leftOut.flatMap { wrapped($0) }
    }
}
