import Planes
import Testing

@testable import Learning

@Suite struct DigitsTests {
    @Test func `moved pictures are black where nothing comes from`() {
        let digits = sample(2)
        let moved = digits.moved(right: 2, down: -1)
        for (row, column) in [(0, 2), (5, 9), (26, 27)] {
            #expect(moved.images[1, 0, row, column] == digits.images[1, 0, row + 1, column - 2])
        }
        #expect(moved.images[1, 0, 5, 1] == 0 && moved.images[0, 0, 27, 9] == 0)
        #expect(moved.labels == digits.labels && digits.moved(right: 0, down: 0) == digits)
        #expect(digits.moved(right: 40, down: 0).images.values.allSatisfy { $0 == 0 })
    }

    @Test func `some are picked in the order asked for`() {
        let digits = sample(3)
        let picked = digits.picked([2, 0, 2])
        #expect(picked.labels == [digits.labels[2], digits.labels[0], digits.labels[2]])
        #expect(picked.images[1, 0, 4, 4] == digits.images[0, 0, 4, 4])
    }

    @Test func `a picture is learnt from, chosen by or tested on, never two of these, and the seed decides`() {
        let split = Digits.split(50, training: 25, validation: 5, test: 10, seed: 3)
        #expect(split.training.count == 25 && split.validation.count == 5 && split.test.count == 10)
        #expect(Set(split.training + split.validation + split.test).count == 40)
        #expect(Digits.split(50, training: 5, validation: 0, test: 10, seed: 3).test == split.test)
        #expect(Digits.split(50, training: 25, validation: 5, test: 10, seed: 4).test != split.test)
    }
}

/// Made-up pictures, the same every time, digits in turn: a bright bar as low down as the digit is large, over grey noise.
func sample(_ count: Int) -> Digits {
    var images = Tensor<Float>(shape: [count, 1, 28, 28], repeating: 0)
    images.update { values in
        for place in values.indices {
            let (picture, row) = (place / 784, place % 784 / 28)
            values[place] = Float((place &* 7919) % 1009 % 64) + (row / 2 - 2 == picture % 10 ? 190 : 0)
        }
    }
    return Digits(images: images, labels: (0..<count).map { $0 % 10 })
}
