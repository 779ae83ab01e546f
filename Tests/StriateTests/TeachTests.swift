import Foundation
import Testing

@Suite struct TeachTests {
    @Test func `the reader's own size, every line`() throws {
        let run = try Striate(["teach", "size", "--input", "7", "--kernel", "3", "--stride", "3", "--padding", "0"])
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(
            run.output == """
                How large is the map?
                =====================

                7 pixels under a kernel of 3: 2.33 for the setting below. What is not whole is
                not a size; each such case says what happens.

                1. Count the places where the kernel is wholly inside: N pixels, p more at each
                   end, a kernel of f, s pixels from place to place.

                     size = (N + 2·p - f)/s + 1

                2. Stride 3, padding 0.

                     (7 - 3)/3 + 1 = 4/3 + 1 ≈ 2.33

                     pixel      0  1  2  3  4  5  6
                     place 0    #  #  #  .  .  .  .
                     place 1    .  .  .  #  #  #  .
                     no place   .  .  .  .  .  .  #  x  x

                   2.33 is not a size: a map cannot have a part of a unit. The window stands 2
                   times; the next place would begin at pixel 6 and reach pixel 8, and the last
                   there is, padding included, is 6. What happens then:

                     round down    2; the last pixel is never seen
                                   (convolutions everywhere: PyTorch, ONNX, Caffe)
                     ceil_mode     3: the last window hangs 2 over the edge
                                   (pools alone, where asked: PyTorch, ONNX; Caffe always)
                     pad           1 more at each end: 6/3 + 1 = 3
                     SAME          ⌈7/3⌉ = 3, with 2 of padding in all (TensorFlow)
                     crop          7 to 6 pixels: 3/3 + 1 = 2
                     other stride  1, 2, 4 divide 4

                Numbers for programs: --table size. Questions: --quiz.

                """)
    }

    @Test func `numbers may begin with a minus sign`() throws {
        let run = try Striate(["teach", "relu", "--input", "-1 2", "--table", "relu"])
        #expect(
            run.output == """
                row,column,input,output,opposite,slope
                0,0,-1.0,0.0,1.0,0
                0,1,2.0,2.0,0.0,1

                """)
    }

    @Test func `a quiz from a pipe takes a line for each question and marks the sheet`() throws {
        let asked = try Striate(["teach", "parameters", "--quiz", "--questions", "3", "--table", "quiz"])
        #expect(asked.status == 0 && asked.errors.isEmpty)
        let rows = records(asked.output).dropFirst()
        #expect(rows.count == 3 && rows.allSatisfy { $0[3].isEmpty && $0[5] == "missing" })
        let answers = rows.map { $0[4] }
        let right = try Striate(
            ["teach", "parameters", "--quiz", "--questions", "3"], input: answers.joined(separator: "\n"))
        #expect(right.output.hasPrefix("3 of 3 right.\n") && right.errors.isEmpty)
        let one = try Striate(["teach", "parameters", "--quiz", "--questions", "3"], input: "\(answers[0])\nx\n")
        #expect(one.output.hasPrefix("1 of 3 right.\n"))
        #expect(one.output.contains("you: x. That is not") && one.output.contains("no answer. It is "))
    }

    @Test(arguments: [
        (
            ["teach", "convlution"],
            "there is no topic 'convlution'; did you mean 'convolution'?; try striate teach --help"
        ),
        (
            ["teach", "softmax", "--kernel", "3"],
            "--kernel: the topic 'softmax' has no use for it; it takes --input"
        ),
        (
            ["teach", "size", "--quiz", "--input", "3"],
            "--input: a quiz has numbers of its own; leave out one of the two; try striate teach --help"
        ),
        (
            ["teach", "--input", "3"],
            "--input: for which topic? striate teach TOPIC --input …; try striate teach --help"
        ),
        (
            ["teach", "size", "--kernel", "9"],
            "--kernel: 9 pixels do not fit into 7, padding included; a smaller kernel or more --padding"
        ),
        (
            ["teach", "--quiz", "--questions", "0"],
            "--questions: 0 is not possible; from 1 to 100; try striate teach --help"
        ),
    ])
    func `a slip ends with 64 and one line`(arguments: [String], message: String) throws {
        let run = try Striate(arguments)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors == "striate: \(message)\n")
    }

    @Test func `the folder holds the report, the tables and the picture`() throws {
        try withPlace { place in
            let run = try Striate(["teach", "match", "--out", place])
            #expect(run.status == 0 && run.errors.isEmpty)
            let files = try FileManager.default.subpathsOfDirectory(atPath: place).sorted()
            #expect(
                files == [
                    "datapackage.json", "figures", "figures/match.pdf", "figures/match.png", "figures/match.svg",
                    "report.html", "report.txt", "run.json", "tables", "tables/match.csv", "tables/match_maps.csv",
                ])
            #expect(try String(contentsOfFile: place + "/report.txt", encoding: .utf8) == run.output)
        }
    }
}
