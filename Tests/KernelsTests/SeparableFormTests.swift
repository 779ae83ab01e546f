import Foundation
import Kernels
import Planes
import Testing

@testable import struct Kernels.SeparableForm

@Suite struct SeparableFormTests {
    /// Even and odd Gabors of equal widths at angles, without their mean as a designer takes it away.
    private func gabors(_ angles: [Double], side: Int, along: Double = 2) -> KernelBank {
        let middle = Double(side / 2)
        let kernels = angles.flatMap { angle in
            [0, -Double.pi / 2].map { phase in
                let plane = Plane(size: PixelSize(side: side)) { row, column in
                    let x = Double(column) - middle
                    let y = Double(row) - middle
                    let u: Double = x * cos(angle) + y * sin(angle)
                    let v: Double = (y * cos(angle) - x * sin(angle)) / along
                    let envelope: Double = exp(-u * u / 8 - v * v / 2)
                    return Float(envelope * cos(1.2 * u + phase))
                }
                return Kernel(channels: [plane.centeredToUnitEnergy])
            }
        }
        return KernelBank(name: "gabors", kernels: kernels)
    }

    @Test func `a Gabor, its mirror image and their partners are four products of two rows, and one of ones`() {
        let form = SeparableForm(of: gabors([0.5, .pi - 0.5], side: 13), limit: 4)
        #expect(form.rows.count == 3 && form.products.count == 5 && form.rows.count { $0.isConstant } == 1)
        #expect(form.mixtures.count == 4 && form.groups == [[0, 1, 2, 3]])
    }

    @Test func `eight orientations share nine rows and sixteen products, and one of ones`() {
        let form = SeparableForm(of: gabors((0..<8).map { .pi * Double($0) / 8 }, side: 13), limit: 4)
        #expect(form.rows.count == 10 && form.products.count == 17 && form.rows.count { $0.isConstant } == 1)
    }

    @Test func `a long oblique Gabor takes many terms, and is left out where few are allowed`() {
        let bank = gabors([0.5], side: 25, along: 4)
        #expect(SeparableForm(of: bank, limit: 4).mixtures.isEmpty)
        let whole = SeparableForm(of: bank, limit: .max)
        #expect(whole.mixtures.count == 2 && whole.products.count > 12)
    }

    @Test(arguments: [2.0, 4])
    func `the mixtures give the kernels back`(along: Double) {
        let bank = gabors([0.5, 1.1], side: 17, along: along)
        let form = SeparableForm(of: bank, limit: .max)
        for (index, kernel) in bank.kernels.enumerated() {
            guard let mixture = form.mixtures[index] else {
                Issue.record("kernel \(index) has no form")
                continue
            }
            var sum = Plane(size: bank.size) { _, _ in 0 }
            for (product, weight) in mixture {
                let (row, column) = (form.rows[form.products[product].row].taps, form.products[product].column)
                for i in column.range {
                    for j in row.range {
                        sum[i, j] += weight * column.weights[i - column.first] * row.weights[j - row.first]
                    }
                }
            }
            let lost = Plane(size: bank.size) { sum[$0, $1] - kernel.channels[0][$0, $1] }
            #expect(lost.norm < 2e-6 * kernel.norm)
        }
    }
}
