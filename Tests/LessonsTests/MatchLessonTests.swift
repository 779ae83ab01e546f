import Planes
import Tables
import Testing

@testable import Lessons

@Suite struct MatchLessonTests {
    @Test func `pixel equality finds the X alone, features find all five`() throws {
        let lesson = try Topic.match.lesson()
        #expect(lesson.answer == "Of 5 pictures that people call an X, pixel equality finds 1 and features find 5.")
        let names = lesson.column("picture")
        let found = zip(names, lesson.column("is_x")).filter { $0.1 == .flag(true) }.map(\.0)
        #expect(found == MatchPictures.all.map(\.name).filter(MatchPictures.crosses.contains).map { .text($0) })
        #expect(lesson.column("is_equal").count { $0 == .flag(true) } == 1)
    }

    @Test func `the feature map of the X is the well-known one`() {
        // Computed with NumPy from the same drawing; first row and diagonal.
        let map = FeatureVotes(on: MatchPictures.cross()).maps[0]
        let row: [Float] = [7, -1, 1, 3, 5, -1, 3].map { $0 / 9 }
        #expect((0..<7).map { map[0, $0] } == row)
        #expect((0..<7).map { map[$0, $0] } == [7, 9, 9, 5, 9, 9, 7].map { Float($0) / 9 })
    }

    @Test func `shifting moves every pixel and no vote`() {
        let cross = MatchPictures.cross()
        let shifted = MatchPictures.cross(right: 1, up: 1)
        #expect((1..<9).allSatisfy { row in (0..<8).allSatisfy { cross[row, $0] == shifted[row - 1, $0 + 1] } })
        #expect(FeatureVotes(on: shifted).score == 1)
    }

    @Test func `a quarter turn is the same X, an eighth is a plus`() {
        #expect(MatchPictures.cross(turned: 90) == MatchPictures.cross())
        let plus = MatchPictures.cross(turned: 45)
        #expect((0..<9).allSatisfy { plus[4, $0] == 1 && plus[$0, 4] == 1 } && plus.values.count { $0 == 1 } == 17)
    }

    @Test func `a picture is drawn or written, and judged`() throws {
        let drawn = MatchPictures.cross(right: -1).values
        let numbers = (0..<9).map { row in (0..<9).map { drawn[row * 9 + $0] > 0 ? "1" : "-1" }.joined(separator: " ") }
        let letters = numbers.map { $0.replacing("-1", with: ".").replacing("1", with: "X").replacing(" ", with: "") }
        for rows in [numbers, letters] {
            let lesson = try Topic.match.lesson([.input: rows.joined(separator: ";")])
            #expect(lesson.answer.hasSuffix("Yours scores 1.00: an X."))
            #expect(lesson.column("picture")[1] == .text("yours"))
        }
    }

    @Test func `the reader's own feature has its map`() throws {
        let lesson = try Topic.match.lesson([.kernel: "#.#;.#.;#.#"])
        #expect(lesson.board.contains("Your feature on the X: the best match is 1.00."))
    }
}
