internal import Archives
internal import Files
internal import Physiology
internal import Reports
internal import Tables

/// The arrays of a run of activations in its folder, one for each layer, and what each of their columns is.
struct ActivationArrays {
    let layers: [NumpyRows]
    private let facts: ActivationFacts
    private let draft: RunDraft

    /// Where the array of a layer is, in the folder.
    static func path(_ layer: ActivationFacts.Layer) -> String { "responses/\(layer.file).npy" }

    /// Opens the arrays, or makes them with room for all rows.
    init(of facts: ActivationFacts, in draft: RunDraft, rows: Int) throws {
        (self.facts, self.draft) = (facts, draft)
        layers = try facts.layers.map { layer in
            let path = try draft.place(of: Self.path(layer))
            return try draft.writing { () throws(SystemError) in
                try NumpyRows(path: path, rows: rows, columns: layer.units)
            }
        }
    }

    /// Writes a picture's row of each layer; one that could not be shown has no numbers.
    func write(_ values: [[Float]]?, row: Int) throws {
        for (layer, array) in layers.enumerated() {
            let numbers = values?[layer] ?? [Float](repeating: .nan, count: array.columns)
            try draft.writing { () throws(SystemError) in try array.write(numbers, row: row) }
        }
    }

    /// A picture's row of each layer.
    func values(row: Int) throws -> [[Float]] {
        try layers.map { array in try draft.writing { () throws(SystemError) in try array.values(row: row) } }
    }

    /// What each unit is, layer by layer, as the table has it.
    func units() throws -> [[ActivationExport.Unit]] {
        let table = try CommaSeparated(path: draft.place(of: "tables/units.csv"))
        let names = ["channel", "row", "col"].compactMap { table[$0] }
        var place = 0
        return facts.layers.map { layer in
            defer { place += layer.units }
            return (place..<place + layer.units).map {
                ActivationExport.Unit(channel: names[0][$0], row: names[1][$0], column: names[2][$0])
            }
        }
    }

    /// All in one file: `responses/LAYER` (pictures × units), `units/LAYER/channel`, `row` and `col` (−1 where there is
    /// none), `stimuli/path`, `sha256` and `error`; attributes say what the network was and what was done to pictures.
    func writeHDF5(units: [[ActivationExport.Unit]]?, _ stimuli: RecordedStimuli) throws {
        let writer = try HDF5Writer(path: draft.place(of: "activations.h5"))
        for (place, layer) in facts.layers.enumerated() {
            let name = "/responses/\(layer.file)"
            try writer.write(name, rows: stimuli.count, columns: layer.units) { row in
                try draft.writing { () throws(SystemError) in try layers[place].values(row: row) }
            }
            try writer.note(layer.name, "layer", on: name)
            try writer.note(layer.operation, "operation", on: name)
            for list in units?[place].places ?? [] {
                try writer.write("/units/\(layer.file)/\(list.part)", list.values)
            }
        }
        for column in [RecordedStimuli.Column.path, .sha256, .error] {
            try writer.write("/stimuli/\(column.rawValue)", stimuli.values(of: column))
        }
        try writer.note(facts.model, "model")
        try writer.note(facts.preprocessing, "preprocessing")
        try writer.note(facts.pooling, "pooling")
        try writer.close()
    }
}
