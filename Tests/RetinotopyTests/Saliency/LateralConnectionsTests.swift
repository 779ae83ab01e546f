import Foundation
import Retinotopy
import Testing

@Suite struct LateralConnectionsTests {
    static let side = LateralConnections.side

    private func weight(_ weights: LateralConnections.Weights, _ i: Int, _ j: Int, right: Int, up: Int) -> Double {
        let kernel = weights.kernel(to: i, from: j)
        return kernel[
            kernel.startIndex + (LateralConnections.reach - up) * Self.side + LateralConnections.reach + right]
    }

    // Two libraries' exp and pow may differ in the last digit.
    @Test func `kernels of the first four orientations are the reference's`() throws {
        let li = LateralConnections.li
        for (weights, name) in [(li.excitation, "li_J_first4.npy"), (li.inhibition, "li_W_first4.npy")] {
            let reference = try LiReference.doubles(name)
            #expect(reference.count == 4 * 12 * Self.side * Self.side)
            let difference = zip(weights.values, reference).map { abs($0 - $1) }.max() ?? 1
            #expect(difference < 1e-15)
            #expect(zip(weights.values, reference).allSatisfy { ($0 == 0) == ($1 == 0) })
        }
    }

    @Test func `as many connections as in the reference`() {
        #expect(LateralConnections.li.excitation.values.filter { $0 != 0 }.count == 6260)
        #expect(LateralConnections.li.inhibition.values.filter { $0 != 0 }.count == 6124)
    }

    @Test(arguments: 0..<12)
    func `a quarter turn of the sheet turns the connections with it`(i: Int) {
        for weights in [LateralConnections.li.excitation, LateralConnections.li.inhibition] {
            for j in 0..<12 {
                for (right, up) in [(1, 0), (3, 2), (-4, 7), (0, 9), (6, -6)] {
                    let here = weight(weights, i, j, right: right, up: up)
                    let turned = weight(weights, (i + 6) % 12, (j + 6) % 12, right: -up, up: right)
                    #expect(abs(here - turned) < 1e-15)
                }
            }
        }
    }

    @Test(arguments: 0..<12)
    func `a connection and its reverse are alike, and half a turn changes nothing`(i: Int) {
        for weights in [LateralConnections.li.excitation, LateralConnections.li.inhibition] {
            for j in 0..<12 {
                let (there, back) = (Array(weights.kernel(to: i, from: j)), Array(weights.kernel(to: j, from: i)))
                #expect(zip(there, back).allSatisfy { abs($0 - $1) < 1e-15 })
                #expect(zip(there, back.reversed()).allSatisfy { abs($0 - $1) < 1e-15 })
            }
        }
    }

    @Test func `bars in line excite, bars side by side inhibit`() {
        let li = LateralConnections.li
        #expect(weight(li.excitation, 0, 0, right: 3, up: 0) > 0 && weight(li.inhibition, 0, 0, right: 3, up: 0) == 0)
        #expect(weight(li.excitation, 0, 0, right: 0, up: 3) == 0 && weight(li.inhibition, 0, 0, right: 0, up: 3) > 0)
        // β = 0: .126 · exp(−9/90)
        #expect(abs(weight(li.excitation, 0, 0, right: 3, up: 0) - 0.126 * exp(-0.1)) < 1e-15)
        // θ₁ = θ₂ = π/2 in absolute value; |θ₁ + θ₂| is π or 0, so β = π.
        #expect(abs(weight(li.inhibition, 6, 6, right: 2, up: 0) - 0.14 * (1 - exp(-0.4 * pow(.pi / 2, 1.5)))) < 1e-15)
        #expect(weight(li.excitation, 0, 6, right: 0, up: 3) == 0 && weight(li.inhibition, 0, 6, right: 0, up: 3) == 0)
    }
}
