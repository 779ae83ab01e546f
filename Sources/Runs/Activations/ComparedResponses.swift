internal import Archives
internal import Files
internal import GSL
internal import Tables

/// Responses of something else to the same pictures: an array, or a layer of another run.
struct ComparedResponses {
    let name: String
    private let table: NumpyTable
    private let errors: [String]

    /// What a path holds: one array, or those of a run of the same pictures.
    static func all(_ path: String, _ stimuli: RecordedStimuli) throws -> [ComparedResponses] {
        guard FileKind(at: path) == .folder else {
            let table = try NumpyTable(path: path)
            guard table.rows == stimuli.count else {
                throw ArchiveError.otherRows(file: path, rows: table.rows, expected: stimuli.count)
            }
            return [ComparedResponses(name: path, table: table, errors: [])]
        }
        let run = try RecordedArrays(folder: path)
        guard run.stimuli.count == stimuli.count else {
            throw ArchiveError.otherRows(file: path, rows: run.stimuli.count, expected: stimuli.count)
        }
        if let row = stimuli.digests.indices.first(where: { stimuli.digests[$0] != run.stimuli.digests[$0] }) {
            throw ArchiveError.otherPictures(file: path, row: row)
        }
        return try run.layers.map { layer in
            ComparedResponses(
                name: "\(path):\(layer.name)", table: try NumpyTable(path: layer.path, allowsGaps: true),
                errors: run.stimuli.errors)
        }
    }

    /// Whether it has numbers for a picture.
    func has(_ stimulus: Int) -> Bool { errors.isEmpty || errors[stimulus].isEmpty }

    /// Those of some pictures.
    func responses(of pictures: [Int]) -> Matrix {
        Matrix(
            rows: pictures.count, columns: table.columns,
            elements: pictures.flatMap { table.values[$0 * table.columns..<($0 + 1) * table.columns] })
    }
}
