import ArgumentParser
import Lessons

/// The reader's own numbers in place of the lecture's.
struct LessonOptions: ParsableArguments {
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Your own input in place of the lecture's.", valueName: "numbers"))
    var input: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Your own kernel, or its size.", valueName: "numbers"))
    var kernel: String?

    @Option(help: ArgumentHelp("Pixels from place to place.", valueName: "n"))
    var stride: String?

    @Option(help: ArgumentHelp("Pixels added on every side.", valueName: "n"))
    var padding: String?

    @Option(help: ArgumentHelp("Pixels from tap to tap of the kernel.", valueName: "n"))
    var dilation: String?

    @Option(help: ArgumentHelp("Filters of a layer.", valueName: "n"))
    var filters: String?

    /// Those that were given.
    var parameters: [Parameter: String] {
        let all: [(Parameter, String?)] = [
            (.input, input), (.kernel, kernel), (.stride, stride), (.padding, padding), (.dilation, dilation),
            (.filters, filters),
        ]
        return Dictionary(uniqueKeysWithValues: all.compactMap { given, value in value.map { (given, $0) } })
    }

    /// The first of them.
    var first: Parameter? { Parameter.allCases.first { parameters[$0] != nil } }
}
