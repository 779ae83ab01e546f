import Tables
import Testing

@testable import Lessons

@Suite struct TopographyLessonTests {
    @Test func `5° to the right lies 30.7 mm out in the left hemisphere`() throws {
        // 15·ln(80·5.69/(0.69·85)) = 30.7372.
        let lesson = try Topic.topography.lesson([.input: "5 0; -5 0; 0 0"])
        #expect(lesson.column("hemisphere") == ["left", "right", "left"].map { Cell.text($0) })
        guard case .number(let x) = lesson.column("cortex_x_mm")[0] else { throw Missing() }
        #expect(abs(x + 30.7372) < 1e-4)
        #expect(lesson.board.contains { $0.hasSuffix("≈ 7.761") })
        #expect(lesson.column("polar_angle_deg")[2] == .absent)
    }

    struct Missing: Error {}

    @Test func `neighbours stay neighbours: steps outwards and around differ by less than a tenth`() throws {
        let lesson = try Topic.topography.lesson()
        let pairs = zip(
            lesson.column("outwards_mm", of: "neighbours"), lesson.column("around_mm", of: "neighbours"))
        for (outwards, around) in pairs {
            guard case .number(let a) = outwards, case .number(let b) = around else { throw Missing() }
            #expect(abs(a / b - 1) < 0.1)
        }
    }

    @Test func `the cortex in figures has every ring, outer ones to the left`() throws {
        let lesson = try Topic.topography.lesson()
        let middle = try #require(lesson.board.first { $0.contains("000") && $0.contains("666") })
        let rings = middle.filter(\.isNumber)
        #expect(Array(rings) == rings.sorted(by: >) && Set(rings) == Set("0123456"))
    }
}
