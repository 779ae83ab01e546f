import Planes
import Retinotopy
import Testing

@Suite struct VisualFieldTests {
    @Test(arguments: [(3.0, 0.0, 0.0), (3, 3, 45), (0, 3, 90), (-3, 0, 180), (0, -3, 270), (3, -3, 315)])
    func `polar angle turns counter-clockwise from the right`(x: Double, y: Double, angle: Double) {
        #expect(VisualPoint(x: x, y: y).polarAngle == angle)
    }

    @Test(arguments: stride(from: 0.0, to: 360, by: 22.5).map(\.self))
    func `eccentricity and polar angle make the place again`(angle: Double) throws {
        let place = VisualPoint(eccentricity: 4, polarAngle: angle)
        #expect(abs(place.eccentricity - 4) < 1e-12)
        #expect(abs(try #require(place.polarAngle) - angle) < 1e-12)
    }

    @Test func `along a meridian the other coordinate is exactly zero`() {
        #expect(VisualPoint(eccentricity: 2, polarAngle: 90).x == 0)
        #expect(VisualPoint(eccentricity: 2, polarAngle: 180).y == 0)
        #expect(VisualPoint(eccentricity: 2, polarAngle: -90) == VisualPoint(x: 0, y: -2))
    }

    @Test func `fixation has no polar angle`() {
        #expect(VisualPoint.fixation.polarAngle == nil && VisualPoint.fixation.eccentricity == 0)
    }

    @Test func `the right field is the left hemisphere's, and the vertical meridian is counted with it`() {
        #expect(VisualPoint(x: 1, y: 0).hemisphere == .left && VisualPoint(x: -1, y: 0).hemisphere == .right)
        #expect(VisualPoint(x: 0, y: 1).hemisphere == .left && VisualPoint.fixation.hemisphere == .left)
    }

    @Test func `the middle is fixation and y goes up`() throws {
        let field = try VisualField(size: PixelSize(height: 101, width: 201), degrees: 20.1)
        #expect(field.point(x: 100, y: 50) == .fixation)
        #expect(abs(field.resolution.value - 10) < 1e-12 && abs(field.degreesHigh - 10.1) < 1e-12)
        let right = field.point(x: 110, y: 50), up = field.point(x: 100, y: 40)
        #expect(abs(right.x - 1) < 1e-12 && right.y == 0 && up.x == 0 && abs(up.y - 1) < 1e-12)
    }

    @Test func `another fixation moves the field, and pixels come back`() throws {
        let field = try VisualField(size: PixelSize(side: 64), degrees: 8, fixation: (x: 10, y: 20))
        #expect(field.point(x: 10, y: 20) == .fixation)
        let pixel = field.pixel(of: field.point(x: 3, y: 40))
        #expect(abs(pixel.x - 3) < 1e-12 && abs(pixel.y - 40) < 1e-12)
        // The lower right corner, 53.5 pixels right and 43.5 down of 8 pixels to a degree.
        let corner = (53.5 * 53.5 + 43.5 * 43.5).squareRoot() / 8
        #expect(abs(field.largestEccentricity - corner) < 1e-12)
    }

    @Test func `a field without width and a fixation nowhere are refused`() {
        func message(_ degrees: Double, _ fixation: (Double, Double)? = nil) -> String? {
            do throws(RetinotopyError) {
                _ = try VisualField(size: PixelSize(side: 2), degrees: degrees, fixation: fixation)
                return nil
            } catch { return error.description }
        }
        #expect(message(0) == "field: 0.0 is not possible; above 0 and at most 180 degrees")
        #expect(message(.nan) == "field: nan is not possible; above 0 and at most 180 degrees")
        #expect(message(90) == nil && message(181) != nil)
        // Two pixels of one arc second.
        #expect(message(2.0 / 3600) == nil)
        #expect(message(1e-300) == "field: 1e-300 is not possible; at least 0.001 degrees, an arc second to a pixel")
        #expect(message(8, (40, 0)) == nil && message(8, (-1e300, 0))?.hasPrefix("fixation: -1e+300,0.0 is") == true)
        #expect(
            message(180, (1.5, 1.5))
                == "fixation: 1.5,1.5 is not possible; no part of the picture more than 180° away; a pixel nearer to it, or a narrower field"
        )
        #expect(
            message(8, (1, .infinity))
                == "fixation: 1.0,inf is not possible; two finite numbers, pixels to the right and down")
    }
}
