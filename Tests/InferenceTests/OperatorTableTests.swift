import Foundation
import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Inference

/// A walk through the table of operators: each has what its row says, in every room.
@Suite struct OperatorTableTests {
    @Test func `every operator that is declared is in the table, once`() throws {
        let folder = repository.appending(path: "Sources/Networks/Operators")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") }.map { folder.appending(path: $0) }
        let names = try files.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).matches(of: /static let .* = Operator\(\s*"(\w+)"/)
                .map { String($0.output.1) }
        }
        #expect(names.count > 80 && Set(names).isSubset(of: Operator.table.map(\.name)))
        #expect(Set(Operator.table).count == Operator.table.count)
    }

    @Test func `a name from a file gives its row, and a name of no row itself`() {
        #expect(Operator("Conv").kind == .convolution(kernel: 1) && Operator("Conv", domain: "ai.onnx") == .conv)
        #expect(
            Operator("Gelu", domain: "com.microsoft").function != nil
                && Operator("Gelu", domain: "com.microsoft") != Operator("Gelu"))
        for stranger in [Operator("Mystery"), Operator("Conv", domain: "com.microsoft")] {
            #expect(stranger.kind == .unknown && stranger.execution == .notRun && stranger != .conv)
        }
        #expect("\(Operator("Mystery"))" == "Mystery")
    }

    @Test(arguments: OperatorSample.all)
    func `an operator of a known kind has a rule for shapes`(sample: OperatorSample) throws {
        let shapes = try Shapes(of: sample.network)
        // How many elements are not 0 is known when a network runs.
        #expect((shapes["y"] != nil) == (sample.op.kind != .unknown && sample.op != .nonZero))
        #expect(shapes.unknown.map(\.op) == (sample.op.kind == .unknown ? [sample.op] : []))
    }

    @Test(arguments: OperatorSample.all)
    func `an operator of a known kind has a rule for receptive fields`(sample: OperatorSample) throws {
        let network = try sample.network
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network))
        let field = fields.tensors.first { $0.tensor == "y" }
        #expect((field == nil) == (sample.op.kind == .shapeArithmetic), "what is reckoned from shapes sees no pixel")
        // A running sum and a state are said to see their whole axis, a choice all there is, as bounds.
        let bounds: [OperatorKind] = [.unknown, .alongAxis(.before), .selection, .recurrence]
        let isExact = !bounds.contains(sample.op.kind)
        if let field { #expect(field.isExact == isExact) }
    }

    @Test func `an operator is run if its row says so`() {
        let run = Operator.table.filter { Factories.all[$0] != nil || $0.isDefinedByOthers }
        #expect(Set(run) == Set(Operator.table.filter { $0.execution != .notRun }))
        #expect(Set(Factories.all.keys).isSubset(of: run))
    }

    @Test(arguments: OperatorCase.all.filter { $0.node.op.execution == .forward })
    func `an operator that is run forward only gives no derivative`(reference: OperatorCase) throws {
        let operation = try reference.operation(weightsKnown: true)
        var inputs = reference.values
        let outputs = try operation.run(&inputs, Workers(1))
        let cotangents = outputs.map { Tensor<Float>(shape: $0.shape, repeating: 1) }
        do throws(OperatorError) {
            #expect(try operation.pullback(cotangents, reference.values, outputs, Workers(1)).isEmpty)
        } catch {
            #expect(error.isNoGradient)
        }
    }

    @Test func `every operator with a derivative is compared with differences`() {
        // Steps have the derivative 0, which differences across one are not; the others hand their input on.
        let exceptions = PullbackTests.steps.union([.dropout, .cast])
        let differentiable = Set(Operator.table.filter { $0.execution == .differentiable })
        #expect(differentiable.subtracting(exceptions) == Set(PullbackTests.cases.map { $0.node.op }))
    }

    @Test func `words say only what a layer can fill in`() {
        let known: Set = ["kernels", "kernel", "window", "step", "groups", "inputs", "part"]
        for words in Operator.table.compactMap(\.words).flatMap({ [$0.plain, $0.learned] }) {
            #expect(words.matches(of: /\{(\w+)\}/).allSatisfy { known.contains(String($0.output.1)) }, "\(words)")
        }
    }
}
