import Archives
import Foundation
import Networks
import ReceptiveFields
import Testing

@testable import Lessons

/// The lecture's networks are told twice: in the lessons, which any user's copy has, and in `data/networks` for `rf`.
@Suite struct NetworkOnPaperTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("data/networks").path

    @Test(arguments: ["lenet-5", "vgg-16"])
    func `both tell the same layers, parameters and fields`(name: String) throws {
        let told = try Network(path: "\(Self.folder)/\(name).csv")
        let read = try ReceptiveFields(of: told, image: ImageInput(of: told)).tensors
        let taught = try NetworkSummary(
            name == "lenet-5" ? LenetLesson.network(side: 32) : VGGLesson.network(side: 224))
        let (inFile, inLesson) = (Set(read.map(\.node.label)), Set(taught.tensors.map(\.node.label)))
        #expect(inFile.intersection(inLesson).count >= 7)
        for field in read where inLesson.contains(field.node.label) {
            let same = taught[field.node.label]
            #expect(same.node.op == field.node.op, "\(field.node.label)")
            #expect(same.cost == field.cost, "\(field.node.label)")
            #expect(same.rows == field.rows && same.columns == field.columns, "\(field.node.label)")
        }
        // Beside them stand bends, which the files leave out, and the step to a row of numbers.
        let others = (read + taught.tensors).filter {
            !inFile.contains($0.node.label) || !inLesson.contains($0.node.label)
        }
        #expect(Set(others.map(\.node.op)).isSubset(of: [.tanh, .relu, .flatten, .softmax]))
    }
}
