import GaborBanks
import Kernels
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
    private let readings: [String]

    /// A report on a comparison of one layer of a file.
    ///
    /// - Parameters:
    ///   - reason: why this layer was taken, as a clause.
    ///   - readings: how its weights were read where that could be doubted, whole sentences.
    public init(
        _ comparison: Comparison, file: String, format: String, layer: String, reason: String, readings: [String] = []
    ) {
        self.comparison = comparison
        self.file = file
        self.format = format
        self.layer = layer
        self.reason = reason
        self.readings = readings
    }

    private var kernels: [KernelStudy] { comparison.study.kernels }
    private var gabors: [KernelStudy] { kernels.filter { $0.classification.kernelClass.isGabor } }

    /// The report; `place` names where tables and pictures lie, if they were written.
    public func text(place: String?, figures: [String] = [], leftOut: [String] = []) -> String {
        let sections = [
            heading, answer, classes, orientations, shapes, comparison.population.lines, matches, best, surprises,
            conventions,
            whereabouts(place, figures, leftOut),
        ]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var heading: [String] {
        let size = comparison.layer.size
        return wrapped(
            "\(file) (\(format)), layer \(layer): \(comparison.layer.count) kernels of \(comparison.layer.channelCount) × \(size)"
        )
            + wrapped("Taken because it is \(reason).") + readings.flatMap { wrapped($0) }
    }

    private var answer: [String] {
        let drawn = kernels.compactMap(\.nullGaborFraction)
        let null = drawn.isEmpty ? 0 : drawn.reduce(0, +) / Double(drawn.count)
        let expected = null * Double(drawn.count)
        return wrapped(
            "\(share(gabors.count, of: kernels.count)) of the kernels are Gabor-like, as simple cells of V1 are. "
                + "Noise of the same size, colours and spectrum gives \(rounded(expected, 1)) (\(rounded(100 * null, 1)) %)."
        )
    }

    private var classes: [String] {
        let counts = KernelClass.allCases.map { name in
            (name, kernels.filter { $0.classification.kernelClass == name })
        }
        let width = 36.0 / Double(max(counts.map(\.1.count).max() ?? 1, 1))
        let table = TextTable(
            columns: [("class", .left), ("kernels", .right), ("", .left), ("median R²", .right)],
            rows: counts.map { name, members in
                let bar = String(repeating: "█", count: Int((Double(members.count) * width).rounded()))
                let r2 = members.map(\.classification.score)
                let isExplained = name != .unstructured && name != .dead
                return [
                    name.rawValue, String(members.count), bar,
                    isExplained && !members.isEmpty ? rounded(median(r2), 2) : "",
                ]
            })
        return table.lines
    }

    private var orientations: [String] {
        guard !gabors.isEmpty else { return [] }
        let cardinal = comparison.population.cardinal
        let cells = Population.cardinalCells
        let counts = [("horizontal", 0.0), ("45°", 45.0), ("vertical", 90.0), ("135°", 135.0)].map { name, angle in
            let near = gabors.count {
                ($0.fit?.gabor.orientation.distance(to: Orientation(degrees: angle)) ?? 90) < 22.5
            }
            return "\(name) \(near)"
        }
        return ["Orientation of the bars (within 22.5°): " + counts.joined(separator: ", ") + "."]
            + wrapped(
                "Cardinal bias: \(share(cardinal.near, of: cardinal.of)) near horizontal or vertical; macaque V1 \(share(cells.near, of: cells.of)); none would be 50 %."
            )
    }

    private var shapes: [String] {
        guard !gabors.isEmpty else { return [] }
        func row(_ name: String, _ unit: String, _ decimals: Int, _ value: (KernelStudy) -> Double?) -> [String] {
            let values = gabors.compactMap(value).sorted()
            guard let low = values.first, let high = values.last else { return [name, "-", "-", "-", unit] }
            return [name, rounded(low, decimals), rounded(median(values), decimals), rounded(high, decimals), unit]
        }
        let table = TextTable(
            columns: [
                ("Gabor-like kernels", .left), ("least", .right), ("median", .right), ("most", .right), ("", .left),
            ],
            rows: [
                row("spatial frequency", "cycles/pixel", 3) { $0.fit?.gabor.spatialFrequency.cyclesPerPixel },
                row("wavelength", "pixels", 1) { study in
                    study.fit.flatMap {
                        $0.gabor.nx >= Bandwidth.leastPeriods ? $0.gabor.spatialFrequency.wavelength : nil
                    }
                },
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
            "Best match in the bank \(bank.name) (\(bank.filters.count) filters of \(bank.size), drawn at \(comparison.settings.bankResolution.value) pixels/degree): cosine median \(rounded(median(all.map(\.similarity)), 2)) over all kernels, \(rounded(byClass.isEmpty ? nil : median(byClass), 2)) over the Gabor-like ones."
        )
    }

    private var best: [String] {
        let ranked = gabors.sorted { ($0.classification.score, $1.index) > ($1.classification.score, $0.index) }
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
            + list(.untuned, "answer all orientations alike (circular variance above 0.9)")
            + list(.mostlyMean, "weigh mostly the mean of the window")
            + indices(
                gabors.filter { $0.flags.contains(.lowPass) },
                "Gabor-like but low-pass (nx < 0.187): frequency and width cannot be told apart")
            + indices(
                gabors.filter { $0.flags.contains(.cutByWindow) },
                "Gabor-like with most of the envelope outside the window")
        return lines.isEmpty ? [] : ["Worth a look:"] + lines
    }

    private var conventions: [String] {
        [
            "Angles: of the bars, counter-clockwise, 0° horizontal; the wave is 90° on.",
            "Phase: 0° even (bright bar), 90° odd (edge). Null: \(comparison.study.nullCount) noise kernels each.",
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

func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
