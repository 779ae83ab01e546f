import Planes
import Testing

@testable import Lessons

@Suite struct ByHandTests {
    private let image = Plane(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    private let kernel = Plane(rows: [[1, 0], [0, -1]])

    @Test func `correlation and convolution as worked on paper`() throws {
        let hand = try ByHand(image: image, kernel: kernel)
        #expect(hand.correlation == Plane(rows: [[-4, -4], [-4, -4]]))
        #expect(hand.convolution == Plane(rows: [[4, 4], [4, 4]]))
        #expect(hand.terms(1, 0).map(\.text) == ["4·1", "5·0", "7·0", "8·(-1)"])
    }

    @Test func `padding and stride as worked on paper`() throws {
        let hand = try ByHand(image: image, kernel: kernel, stride: 2, padding: 1)
        #expect(hand.padded.size == PixelSize(side: 5) && hand.size == PixelSize(side: 2))
        // Places begin at −1 and 1: the corners 1, 3, 7 with −1, and 5 − 9.
        #expect(hand.correlation == Plane(rows: [[-1, -3], [-7, -4]]))
    }

    @Test(arguments: [(1, 0), (2, 0), (1, 2), (3, 1), (2, 3)])
    func `each unit is the sum of its terms, for oblong images and even kernels too`(stride: Int, padding: Int) throws {
        let oblong = Plane(size: PixelSize(height: 5, width: 7)) { Float($0 * 7 + $1) - 11 }
        for size in [PixelSize(height: 2, width: 3), PixelSize(side: 1), PixelSize(height: 4, width: 2)] {
            let kernel = Plane(size: size) { Float(1 + $0) - Float($1) * 2 }
            let hand = try ByHand(image: oblong, kernel: kernel, stride: stride, padding: padding)
            let (correlation, convolution) = (hand.correlation, hand.convolution)
            let turned = try ByHand(image: oblong, kernel: kernel.halfTurned, stride: stride, padding: padding)
            #expect(turned.correlation == convolution)
            for row in 0..<hand.size.height {
                for column in 0..<hand.size.width {
                    let sum = hand.terms(row, column).reduce(Float(0)) { $0 + $1.pixel * $1.weight }
                    #expect(correlation[row, column] == sum)
                }
            }
        }
    }
}
