import Tables

@testable import Lessons

extension Lesson {
    /// All that is on the board, line by line.
    var board: [String] {
        [answer]
            + steps.flatMap { step in
                [step.idea]
                    + step.working.flatMap { passage -> [String] in
                        switch passage {
                        case .lines(let lines): lines
                        case .text(let text): [text]
                        }
                    }
            }
    }

    /// One column of a table.
    func column(_ name: String, of table: String? = nil) -> [Cell] {
        guard let table = tables.first(where: { $0.name == table ?? tables[0].name }),
            let index = table.columns.firstIndex(where: { $0.name == name })
        else { return [] }
        return table.rows.map { $0[index] }
    }
}
