import Lessons
import Reports
import Testing

@Suite struct LessonReportTests {
    /// The lecture's numbers, and some that are hard to set: long, many, small, negative.
    static let cases: [(Topic, [Parameter: String])] =
        Topic.allCases.map { ($0, [:]) } + [
            (.convolution, [.input: "100000 -200000 123456.5; 1e-3 2 3; 4 5 6", .kernel: "999999 -999999;1 2"]),
            (.convolution, [.input: rows(20), .kernel: rows(4), .stride: "3"]),
            (.pool, [.input: rows(32), .kernel: "7"]),
            (.size, [.input: "65536", .kernel: "11", .stride: "2,3,4,5,6,7,8,9", .padding: "0,65536"]),
            (.parameters, [.input: "1024x1024x64", .kernel: "7x3", .filters: "16", .stride: "5"]),
            (.flatten, [.input: "300x300"]), (.relu, [.input: rows(32)]),
            (.softmax, [.input: "1000000 -1000000 0.00001"]),
            (.lenet, [.input: "1024"]), (.vgg, [.input: "1024"]), (.pathway, [.input: "0.125"]),
            (.topography, [.input: "-59.125 0.0625"]), (.match, [.kernel: "#.#;###;#.#"]),
        ]

    private static func rows(_ side: Int) -> String {
        (0..<side).map { row in (0..<side).map { "\((row * 7 + $0 * 13) % 23 - 11)" }.joined(separator: " ") }
            .joined(separator: ";")
    }

    @Test(arguments: cases)
    func `a report is at most 80 columns wide, without spaces at the end of a line`(
        topic: Topic, own: [Parameter: String]
    )
        throws
    {
        let report = LessonReport(try topic.lesson(own))
        for line in report.text(place: nil, figures: FigureSet()).split(separator: "\n") {
            #expect(line.count <= 80 && !line.hasSuffix(" ") && !line.contains("\u{A0}"), "\(topic): \(line)")
        }
    }

    @Test func `it leads with what comes out and numbers its steps`() throws {
        let lines = LessonReport(try Topic.parameters.lesson()).text(place: nil, figures: FigureSet()).split(
            separator: "\n")
        #expect(
            lines[2...3].joined(separator: " ")
                == "50 × 50 × 3 under 10 filters of 5 × 5 × 3, stride 1, padding 2, gives 50 × 50 × 10 with 760 parameters."
        )
        #expect(lines.filter { $0.first?.isNumber == true && $0.contains(". ") }.count == 6)
    }

    @Test func `the list of topics names each, with what it takes`() {
        let text = LessonContents().text
        for topic in Topic.allCases { #expect(text.contains("\n\(topic.rawValue) ")) }
        for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
}
