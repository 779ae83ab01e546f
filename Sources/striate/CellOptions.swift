import Archives
import ArgumentParser
import Files
import Foundation
import GaborBanks
import Kernels
import Physiology
import Workers

/// Recorded cells that the user brings, in place of those of macaque V1.
struct CellOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Your recorded cells: a row each and columns such as circular_variance (CSV, MATLAB .mat, NWB), or their maps (.npy, .mat: cells × rows × columns); 'list' names those there are.",
            valueName: "file|list"))
    var cells: String?

    @OptionGroup var columns: CellColumnOptions

    /// The cells; `nil` where none are asked for.
    func population(_ options: RunOptions, nulls: Int = LayerStudy.defaultNullCount) throws -> CellPopulation? {
        try columns.population(of: cells, options, nulls: nulls)
    }
}

/// Where the properties of recorded cells stand in their file.
struct CellColumnOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Columns of --cells that have other names, or are made of one and a number: circular_variance=1-gosi,cell_type=layer.",
            valueName: "ours=theirs,…"))
    var cellsColumns: String?

    /// The cells of a file.
    func population(
        of path: String?, _ options: RunOptions, nulls: Int = LayerStudy.defaultNullCount
    ) throws -> CellPopulation? {
        guard let path else {
            if cellsColumns != nil { throw ValidationError("--cells-columns: columns of what? add --cells FILE") }
            return nil
        }
        let name = URL(fileURLWithPath: StandardInput.named(path)).deletingPathExtension().lastPathComponent
        let mapping = try mapping
        let maps = mapping.isEmpty ? try maps(in: path) : nil
        let file = try maps == nil ? CellFile(path: path) : nil
        do throws(CellError) {
            if let maps {
                let progress = Progress(maps.count, "maps", quiet: options.quiet)
                return try CellPopulation(
                    name: name, maps: maps, seed: options.seed, nullCount: nulls, workers: Workers(options.jobs),
                    finished: progress.done)
            }
            return try file.map { (file) throws(CellError) in
                try CellPopulation(
                    name: name, columns: file.columns,
                    texts: file.columns.indices.map { place in file.rows.map { $0[place] } },
                    mapping: mapping)
            }
        } catch {
            switch error {
            case .noSuchProperty, .noSuchColumn: throw ValidationError("--cells-columns: \(error)")
            case .noProperty: throw ArchiveError.notCells(file: path, reason: "\(error) by --cells-columns")
            case .noNumber, .noShape: throw ArchiveError.notCells(file: path, reason: "\(error)")
            }
        }
    }

    /// The maps of a file, unless it also has a list of one of our properties.
    private func maps(in path: String) throws -> KernelBank? {
        guard let maps = try CellMaps(path: path)?.maps else { return nil }
        let columns = (try? CellFile(path: path))?.columns ?? []
        return columns.contains(where: CellPopulation.known.contains) ? nil : maps
    }

    private var mapping: [(property: String, text: String)] {
        get throws {
            try (cellsColumns?.split(separator: ",").map(String.init) ?? []).map { pair in
                guard let sign = pair.firstIndex(of: "="), sign != pair.startIndex,
                    pair.index(after: sign) < pair.endIndex
                else { throw ValidationError("--cells-columns: '\(pair)' is not possible; ours=theirs is expected") }
                return (String(pair[..<sign]), String(pair[pair.index(after: sign)...]))
            }
        }
    }

    /// The cells that there are without bringing any, where the words of a command line ask for them: like help, no more
    /// need be said.
    static func list(asked words: [String]) -> String? {
        let pairs = zip(words, words.dropFirst())
        return words.contains("--cells=list") || pairs.contains { $0 == ("--cells", "list") } ? list : nil
    }

    private static var list: String {
        let macaque = MacaqueV1.references.map { "  \($0.reference): \($0.cells) cells, \($0.citation)" }
        return """
            Built in, macaque V1, counts as published (compare --cell-type, tune, score):
            \(macaque.joined(separator: "\n"))
            As a file:
              data/cells/mouse_v1_neuropixels.csv: 3156 units of mouse V1, gosi and dsi over 8 directions, by cell type
            """
    }
}

/// What `tune --cells` says: what units make of what their filters give, or a file of recorded cells.
enum CellChoice: RawRepresentable, ExpressibleByArgument, Hashable {
    case kind(FilterCells.Kind)
    case file(String)

    init(rawValue: String) { self = FilterCells.Kind(rawValue: rawValue).map(Self.kind) ?? .file(rawValue) }

    var rawValue: String {
        switch self {
        case .kind(let kind): kind.rawValue
        case .file(let path): path
        }
    }
}
