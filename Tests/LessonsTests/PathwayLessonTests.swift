import Tables
import Testing

@testable import Lessons

@Suite struct PathwayLessonTests {
    @Test func `fields at 5°, by the published lines`() throws {
        let lesson = try Topic.pathway.lesson()
        let widths = lesson.column("field_deg").map { cell in if case .number(let value) = cell { value } else { 0.0 } }
        // Croner & Kaplan's radii twice; .22 + .044·5; 2σ = 1 + 2·slope·5; TE second-hand.
        let expected = [0.06, 0.2, 0.44, 2.5, 3.7, 5, 38.5]
        for (width, value) in zip(widths, expected) { #expect(abs(width - value) < 1e-12) }
        #expect(widths.count == expected.count)
    }

    @Test func `with eccentricity fields of the cortex grow`() throws {
        let near = try Topic.pathway.lesson([.input: "1"]).column("field_deg")
        let far = try Topic.pathway.lesson([.input: "20"]).column("field_deg")
        for stage in 2...5 {
            guard case .number(let a) = near[stage], case .number(let b) = far[stage] else { continue }
            #expect(b > 2 * a)
        }
    }

    @Test func `cells are not said to be where they were not recorded`() throws {
        func places(_ eccentricity: String) throws -> [Double] {
            try Topic.pathway.lesson([.input: eccentricity]).column("eccentricity_deg").map { cell in
                if case .number(let value) = cell { value } else { .nan }
            }
        }
        // P cells to 5°, M cells to 10°, TE at 5°; lines go on.
        #expect(try places("40") == [5, 10, 40, 40, 40, 40, 5])
        #expect(try places("3") == [3, 3, 3, 3, 3, 3, 5])
    }

    @Test func `the bank that is named is of the eccentricity that is told, in fields of as many pixels`() throws {
        func told(_ eccentricity: String) throws -> String {
            try String(describing: Topic.pathway.lesson([.input: eccentricity]).steps)
        }
        #expect(try told("0").contains("striate bank --preset macaque-v1 --ppd 28\""))
        #expect(try told("40").contains("striate bank --preset macaque-v1 --ppd 3 --eccentricity 40\""))
    }
}
