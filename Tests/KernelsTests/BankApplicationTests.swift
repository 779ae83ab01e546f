import Kernels
import Planes
import Testing
import Workers

@Suite struct BankApplicationTests {
    private func plane(_ height: Int, _ width: Int, _ values: [Float]) -> Plane {
        Plane(size: PixelSize(height: height, width: width), values: values)
    }

    private func bank(_ channels: [Plane]) -> KernelBank {
        KernelBank(name: "test", kernels: [Kernel(channels: channels)])
    }

    @Test func `a kernel is not flipped, and its middle lies on the unit`() {
        let spot = Plane(size: PixelSize(side: 5)) { row, column in row == 2 && column == 2 ? 1 : 0 }
        let map = bank([plane(3, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9])]).apply(to: spot, by: .direct)[0]
        // The unit above left of the spot sees it with the kernel's last weight.
        #expect(map[1, 1] == 9 && map[1, 2] == 8 && map[2, 2] == 5 && map[3, 3] == 1 && map[0, 0] == 0)
    }

    @Test func `an even kernel's anchor is the place before the middle`() {
        let map = bank([plane(1, 4, [1, 10, 100, 1000])]).apply(
            to: plane(1, 4, [1, 2, 3, 4]), boundary: .zero, by: .direct)[0]
        #expect(map.values == [3210, 4321, 432, 43])
    }

    @Test(arguments: [
        (Boundary.reflect, [Float(212), 321, 432, 343]), (.wrap, [214, 321, 432, 143]), (.zero, [210, 321, 432, 43]),
    ])
    func `each boundary, by hand`(boundary: Boundary, expected: [Float]) {
        let map = bank([plane(1, 3, [1, 10, 100])]).apply(
            to: plane(1, 4, [1, 2, 3, 4]), boundary: boundary, by: .direct)[0]
        #expect(map.values == expected)
    }

    @Test func `channels are summed, and strides take every so many pixels`() {
        let image = [plane(1, 5, [1, 2, 3, 4, 5]), plane(1, 5, [10, 20, 30, 40, 50])]
        let both = bank([plane(1, 1, [1]), plane(1, 1, [2])])
        #expect(both.apply(to: image, by: .direct)[0].values == [21, 42, 63, 84, 105])
        #expect(both.apply(to: image, stride: 2, by: .direct)[0].values == [21, 63, 105])
        #expect(both.apply(to: image, stride: 9, by: .direct)[0].values == [21])
    }
}
