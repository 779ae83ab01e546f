import Planes
import Testing

@testable import Lessons

@Suite struct LessonParametersTests {
    private func message(_ topic: Topic, _ values: [Parameter: String]) -> String? {
        do throws(LessonError) {
            _ = try topic.lesson(values)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `rows are parted by semicolons or lines, numbers by spaces or commas`() throws {
        let expected = Plane(rows: [[1, -2.5], [0, 3]])
        for text in ["1 -2.5; 0 3", "1,-2.5\n0,3\n", " 1, -2.5 ;0  3;"] {
            let parameters = try Parameters([.input: text], for: .relu)
            #expect(try parameters.matrix(.input, or: Plane(rows: [[0]])) == expected)
        }
    }

    @Test(arguments: ["", ";", "1 2; 3", "1 x", "nan", "inf", "1e7", "-1000001"])
    func `what is no grid of numbers is refused`(text: String) {
        #expect(
            message(.convolution, [.input: text])
                == "input: '\(text)' is not possible; rows of equally many numbers, such as '1 0; 0 1', at most 32 × 32, each from -1000000 to 1000000; a file's are \"$(cat FILE)\""
        )
    }

    @Test func `a grid of more than 32 rows is refused, and a long value is cut in the message`() {
        let tall = [String](repeating: "1", count: 33).joined(separator: ";")
        #expect(message(.relu, [.input: tall])?.hasPrefix("input: '\(tall.prefix(40))…' is not possible") == true)
    }

    @Test func `a number that a topic does not take is refused by name`() {
        #expect(
            message(.softmax, [.kernel: "3"])
                == "kernel: the topic 'softmax' has no use for it; it takes input")
    }

    @Test(arguments: [
        (Topic.convolution, Parameter.stride, "0", "a whole number from 1 to 32"),
        (.convolution, .stride, "1,2", "a whole number from 1 to 32"),
        (.convolution, .padding, "-1", "a whole number from 0 to 8"),
        (.size, .input, "7.5", "a whole number from 1 to 65536"),
        (.size, .stride, "1,,x", "whole numbers with commas, at most 8, each from 1 to 65536"),
        (.size, .input, "99999999999999999999", "a whole number from 1 to 65536"),
        (.parameters, .input, "50", "rowsxcolumnsxchannels, each from 1 to 65536"),
        (.parameters, .kernel, "0", "rowsxcolumns, each from 1 to 65536"),
        (.flatten, .input, "3xx3", "rowsxcolumnsxchannels, each from 1 to 65536"),
        (.flatten, .input, "2048x2048", "at most 1048576 numbers are written into a row"),
        (.softmax, .input, "1;2", "one row of scores, such as '2, 1, 0.1'"),
        (.lenet, .input, "31", "two 5 × 5 convolutions, two pools and C5 need 32 pixels or more"),
        (.vgg, .input, "31", "five pools halve the image, so that it has 32 pixels or more"),
        (.pathway, .input, "41", "one eccentricity from 0 to 40 degrees"),
        (.topography, .input, "61 0", "pairs of degrees, each at most 60 from fixation"),
        (.match, .input, "#.#", "9 rows of 9, with ; between rows, drawn with # and . or written with 1 and -1"),
        (
            .match, .kernel, "1 0 1;1 1 1;1 1 1",
            "3 rows of 3, with ; between rows, drawn with # and . or written with 1 and -1"
        ),
    ])
    func `a value that cannot be is refused with what would be right`(
        topic: Topic, parameter: Parameter, value: String, expected: String
    ) {
        let shown = value.replacing(";", with: "; ").replacing("\n", with: "; ")
        let found = message(topic, [parameter: value])
        #expect(
            found == "\(parameter.rawValue): '\(value)' is not possible; \(expected)"
                || found == "\(parameter.rawValue): '\(shown)' is not possible; \(expected)")
    }

    @Test func `sizes whose products are beyond counting are refused`() {
        #expect(
            message(.parameters, [.input: "65536x65536x65536"])
                == "input: '65536x65536x65536' is not possible; it makes 281474976710656 numbers, and at most 1073741824 are counted"
        )
    }
}
