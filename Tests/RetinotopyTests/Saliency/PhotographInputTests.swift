import Foundation
import Planes
import Retinotopy
import Testing
import Workers

@Suite struct PhotographInputTests {
    /// A grating of a wavelength of 8 pixels about mid grey.
    private func grating(_ orientation: Orientation, contrast: Double, side: Int = 33) -> Plane {
        let angle = orientation.imageWaveAngle
        return Plane(size: PixelSize(side: side)) { row, column in
            let u = Double(column) * cos(angle) + Double(row) * sin(angle)
            return Float(0.5 + 0.5 * contrast * cos(2 * .pi * u / 8))
        }
    }

    // Near the borders the mirrored grating bends, so the middle is looked at.
    @Test(arguments: 0..<12)
    func `a grating stirs the cells of its orientation, by its contrast`(index: Int) throws {
        let orientation = HypercolumnSheet.orientations[index]
        let plane = grating(orientation, contrast: 0.4)
        let input = PhotographInput(of: plane, on: try HypercolumnGrid(photograph: plane.size, wavelength: 8))
        let middle = input.sheet.size.count / 2
        let values = input.sheet.values.map { $0[middle] }
        #expect(values.indices.max { values[$0] < values[$1] } == index)
        let sigma = input.semisaturation
        #expect(abs(values[index] - 4 * 0.16 / (0.16 + sigma * sigma)) < 0.02 * values[index])
        // Four whole periods: across the mirrors level and upright gratings go on as they are.
        if index % 6 == 0 { #expect(abs(sigma - 0.4) < 0.004) }
        // e^(−2/3) = .513
        for neighbor in [(index + 1) % 12, (index + 11) % 12] {
            #expect(abs(values[neighbor] / values[index] - 0.513) < 0.01)
        }
        #expect(values[(index + 6) % 12] < 0.01 * values[index])
    }

    @Test func `half the contrast gives the same input, to the last bit`() throws {
        let full = grating(Orientation(degrees: 40), contrast: 0.8)
        let half = Plane(size: full.size, values: full.values.map { $0 / 2 })
        let grid = try HypercolumnGrid(photograph: full.size, wavelength: 8)
        let (a, b) = (PhotographInput(of: full, on: grid), PhotographInput(of: half, on: grid))
        #expect(a.sheet == b.sheet && b.semisaturation == a.semisaturation / 2)
    }

    @Test func `what is fainter than 1 % stays faint`() throws {
        let faint = grating(Orientation(degrees: 90), contrast: 0.001)
        let input = PhotographInput(of: faint, on: try HypercolumnGrid(photograph: faint.size, wavelength: 8))
        #expect(input.semisaturation == 0.01)
        // 4 · .001² / (.001² + .01²) = .0396
        #expect((input.sheet.values.joined().max() ?? 1) < 0.05)
    }

    @Test func `a mirrored photograph gives the mirrored input, bars leaning the other way`() throws {
        let plane = grating(Orientation(degrees: 25), contrast: 0.5)
        let side = plane.size.width
        let mirrored = Plane(size: plane.size) { plane[$0, side - 1 - $1] }
        let grid = try HypercolumnGrid(photograph: plane.size, wavelength: 8)
        let (a, b) = (PhotographInput(of: plane, on: grid).sheet, PhotographInput(of: mirrored, on: grid).sheet)
        let width = a.size.width
        for orientation in 0..<12 {
            for place in 0..<a.size.count {
                let other = place - place % width + width - 1 - place % width
                #expect(abs(a.values[orientation][place] - b.values[(12 - orientation) % 12][other]) < 1e-4)
            }
        }
    }

    @Test func `any number of workers gives the same input`() throws {
        let plane = grating(Orientation(degrees: 10), contrast: 0.5)
        let grid = try HypercolumnGrid(photograph: plane.size, wavelength: 8)
        #expect(PhotographInput(of: plane, on: grid) == PhotographInput(of: plane, on: grid, workers: Workers(3)))
    }
}
