import ArgumentParser
import Learning
import Reports

/// `striate learn lenet`: a network that learns to read digits.
struct LearnLenet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lenet", abstract: "Learns to read handwritten digits by backpropagation.")

    @OptionGroup var options: RunOptions

    func run() throws {
        let run = try Run(options, tables: [TrainingTable.name])
        try run.finish(
            RunContents(report: "", tables: [TrainingTable.table([])], title: "LeNet learns", figures: []),
            inputs: [], resolved: [:])
    }
}
