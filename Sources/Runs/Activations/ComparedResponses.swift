internal import Archives
internal import Files
internal import GSL
internal import Tables

/// Responses of something else to the same pictures: an array, or a layer of another run.
struct ComparedResponses {
    let name: String
    private let table: NumpyTable
    /// What a path holds: one array, or those of a run of the same pictures.
    static func all(_ path: String, _ stimuli: RecordedStimuli) throws -> [ComparedResponses] {
        guard FileKind(at: path) == .folder else {
            let table = try NumpyTable(path: path, allowsGaps: true)
            guard table.rows == stimuli.count else {
                throw ArchiveError.otherRows(file: path, rows: table.rows, expected: stimuli.count)
            }
            return [ComparedResponses(name: path, table: table)]
        }
        let run = try RecordedArrays(folder: path)
        guard run.stimuli.count == stimuli.count else {
            throw ArchiveError.otherRows(file: path, rows: run.stimuli.count, expected: stimuli.count)
        }
        let (own, theirs) = (try stimuli.values(of: .sha256), try run.stimuli.values(of: .sha256))
        if let row = own.indices.first(where: { own[$0] != theirs[$0] }) {
            throw ArchiveError.otherPictures(file: path, row: row)
        }
        return try run.layers.map { layer in
            ComparedResponses(
                name: "\(path):\(layer.name)", table: try NumpyTable(path: layer.path, allowsGaps: true))
        }
    }

    /// Whether it has numbers for a picture: those that could not be shown have none.
    func has(_ stimulus: Int) -> Bool { table.isThere[stimulus] }

    /// Those of some pictures.
    func responses(of pictures: [Int]) -> Matrix {
        Matrix(
            rows: pictures.count, columns: table.columns,
            elements: pictures.flatMap { table.values[$0 * table.columns..<($0 + 1) * table.columns] })
    }
}
