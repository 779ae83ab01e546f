import Archives
import ArgumentParser
import Foundation
import GaborBanks
import Inference
import Kernels
import Networks
import Physiology
import Planes
import Reports
import Workers

/// The units that `tune` records from, as its options say.
extension Tune {
    /// Units of a layer, and where they are from, whole sentences.
    typealias Source = (layer: any TunableUnits, words: String)

    /// Layers of a file: run, unless the only one is a first convolution, whose kernels are all there is to it.
    func sources(from file: ModelFile) throws -> [Source] {
        guard !layer.isEmpty, file.hasNetwork else {
            if layer.count > 1 {
                throw ValidationError("--layer: \(file.format.displayName) holds no network to run; name one layer")
            }
            return [try kernels(of: file)]
        }
        let network = try file.network()
        let tensors = try naming(file.path) { try layer.map { try TensorNames(of: network).tensor($0) } }
        if tensors.count == 1, let first = network.firstConvolution(giving: tensors[0]) {
            let known = file.layers.first { $0.weight == first.input(1) }
            return [try kernels(of: file, named: known?.name ?? first.label)]
        }
        if normalize != nil { throw ValidationError("--normalize: units of a running network are as they are") }
        if exponent != nil { throw ValidationError("--exponent: units of a running network are as they are") }
        if isKindChosen { throw ValidationError("--cells: units of a running network are as they are") }
        try refuseTyped(["--layout", "--channels"], "a network is run with its weights as they are")
        let cautions = Self.startingCautions(of: file)
        return try naming(file.path) {
            try layer.map {
                let layer = try NetworkLayer(
                    network, layer: $0, preprocessing: Preprocessing.typed(input.preprocess), size: input.input?.size,
                    workers: Workers(options.jobs))
                return (layer, ([layer.source(file: Self.name(of: file))] + cautions).joined(separator: " "))
            }
        }
    }

    private static func name(of file: ModelFile) -> String { URL(fileURLWithPath: file.path).lastPathComponent }

    /// What is to be known of the weights that a running network begins with.
    private static func startingCautions(of file: ModelFile) -> [String] {
        // Weights that cannot be read are for whoever runs them to refuse.
        guard let layer = file.layers.first, let kernels = try? file.kernels(of: layer) else { return [] }
        return file.cautions(on: layer, kernels: kernels).map {
            "Of its first convolution, \(layer.name): \($0)"
        }
    }

    private func kernels(of file: ModelFile, named name: String? = nil) throws -> Source {
        let asked = try? file.choice(of: layer.first)
        let choice =
            try asked.flatMap { name == nil || $0.layer.name == name ? $0 : nil }
            ?? file.choice(of: name ?? layer.first)
        let kernels = try file.kernels(of: choice.layer)
        let source = kernels.source(
            file: Self.name(of: file), format: file.format.displayName, layer: choice.layer.name,
            reason: choice.reason)
        let notes = file.cautions(on: choice.layer, kernels: kernels) + file.readingsInWords(of: choice.layer)
        return try filters(
            FilterCells(kernels, name: choice.layer.name), ([source] + notes).joined(separator: " "))
    }

    func designed() throws -> Source {
        let assumed = try PixelsPerDegree(ppd ?? Compare.customaryResolution).orUsage("--ppd")
        let (plan, notes) = try design.plan(
            wavelengths: Bank.wavelengths, at: assumed, known: resolution, presetSide: 25, seed: options.seed)
        let bank = plan.bank
        let filters = FilterCells(bank)
        guard !kind.needsPairs || filters.hasPairs else {
            throw ValidationError(
                "--cells: \(kind.rawValue) is not possible without quadrature pairs; phases 0,90 make them")
        }
        return try self.filters(filters, ([bank.source] + notes).joined(separator: " "))
    }

    private func filters(_ filters: FilterCells, _ words: String) throws -> Source {
        if units != nil || input.preprocess != nil || input.input != nil {
            throw ValidationError(
                "--units, --preprocess and --input are for a layer that is run, such as one behind the first convolution"
            )
        }
        let output = CellOutput(exponent: exponent, normalization: normalize, reach: surround)
        return (filters.recorded(as: kind, output: output), words)
    }
}
