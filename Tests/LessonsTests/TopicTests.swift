import Figures
import Planes
import Tables
import Testing

@testable import Lessons

@Suite struct TopicTests {
    static let own: [(Topic, [Parameter: String])] = [
        (.convolution, [.input: "1 2 3; 4 5 6; 7 8 9", .kernel: "1 0; 0 -1", .stride: "1", .padding: "1"]),
        (.match, [.kernel: "#.#;.#.;#.#"]), (.size, [.input: "11", .kernel: "4", .stride: "3", .dilation: "2"]),
        (.parameters, [.input: "28x28x1", .kernel: "5", .filters: "6", .padding: "0"]),
        (.flatten, [.input: "3x4x2"]), (.pool, [.input: "1 2 3;4 5 6;7 8 9", .kernel: "2", .stride: "1"]),
        (.relu, [.input: "-1.5 2"]), (.softmax, [.input: "1000, 1001"]),
        (.gradientDescent, [.input: "2, 1", .kernel: "1 0; 0 -1"]), (.backpropagation, [.input: "2, 1"]),
        (.lenet, [.input: "64"]),
        (.vgg, [.input: "64"]), (.pathway, [.input: "2.5"]), (.topography, [.input: "-3 2; 0.5 -0.5"]),
    ]

    @Test(arguments: Topic.allCases)
    func `every topic is a lesson with steps and tables, and takes what it says`(topic: Topic) throws {
        let lesson = try topic.lesson()
        #expect(!lesson.title.isEmpty && !lesson.answer.isEmpty && lesson.steps.count >= 3)
        #expect(lesson.tables.first?.name == topic.rawValue.replacing("-", with: "_"))
        for table in lesson.tables { #expect(!table.rows.isEmpty && !table.csv.contains("nan")) }
        let parameters = try #require(Self.own.first { $0.0 == topic }).1
        #expect(Set(parameters.keys).isSubset(of: topic.takes.map(\.parameter)))
        let changed = try topic.lesson(parameters)
        #expect(changed.steps != lesson.steps)
    }

    @Test(arguments: Topic.allCases)
    func `rows of a table are told apart by their keys`(topic: Topic) throws {
        for table in try topic.lesson().tables {
            let keys = table.columns.indices.filter { table.columns[$0].isKey }
            #expect(!keys.isEmpty)
            #expect(Set(table.rows.map { row in keys.map { row[$0] } }).count == table.rows.count, "\(table.name)")
        }
    }

    @Test(arguments: Topic.allCases)
    func `pictures are drawn`(topic: Topic) throws {
        for drawing in try topic.lesson().pictures {
            let bytes = try drawing.png()
            #expect(bytes.prefix(4) == [0x89, 0x50, 0x4E, 0x47] && bytes.count > 2000, "\(drawing.name)")
        }
    }
}
