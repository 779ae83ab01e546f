import ArgumentParser
import Physiology

/// How kernels are told from noise.
struct NullOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Noise kernels per kernel for the null.", valueName: "n"))
    var nulls = LayerStudy.defaultNullCount

    func validate() throws {
        if !(19...9999).contains(nulls) { try refuse("--nulls", nulls, "from 19 (for p = 0.05) to 9999") }
    }
}
