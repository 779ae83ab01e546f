import ArgumentParser
import Archives
import Kernels

/// The filter behind which kernels were learnt.
struct WhiteningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The filter that pictures went through before they met the kernels: olshausen, or a file whose first kernel it is.",
            valueName: "olshausen|file"))
    var whitening: String?

    /// A file that is read for it.
    var file: String? { whitening == "olshausen" ? nil : whitening }

    /// The filter that kernels are looked at through; `nil` where they were learnt without one.
    var filter: WhiteningFilter? {
        get throws {
            guard let file else { return whitening.map { _ in .olshausen } }
            let model = try ModelFile(path: file)
            return .weights(try model.kernels(of: model.choice(of: nil).layer).kernels[0].channels[0])
        }
    }

    /// A sentence for a report; none without a filter.
    var notes: [String] {
        guard whitening != nil else { return [] }
        let filter = file.map { "the filter in \($0)" } ?? "Olshausen & Field's whitening filter"
        return ["Kernels are shown and compared as they weigh the picture itself, behind \(filter)."]
    }
}
