public import Inference
public import Planes

/// Where the units of a map stand on the picture: a lattice of receptive-field centres, in pixels.
public struct UnitLattice: Hashable, Sendable, Codable {
    /// Rows and columns of units.
    public let size: PixelSize
    /// The centre of unit (0, 0): x to the right, y down.
    public let startX, startY: Double
    /// Pixels from one unit to the next.
    public let strideX, strideY: Double

    /// A lattice of units.
    ///
    /// - Precondition: strides are positive.
    public init(size: PixelSize, startX: Double = 0, startY: Double = 0, strideX: Double, strideY: Double) {
        precondition(strideX > 0 && strideY > 0, "units are some way apart")
        (self.size, self.startX, self.startY) = (size, startX, startY)
        (self.strideX, self.strideY) = (strideX, strideY)
    }

    /// The units of a bank applied to a picture at a stride: unit (0, 0) on pixel (0, 0).
    ///
    /// - Precondition: the stride is positive.
    public init(picture: PixelSize, stride: Int) {
        precondition(stride > 0, "units are at least one pixel apart")
        self.init(
            size: PixelSize(
                height: (picture.height + stride - 1) / stride, width: (picture.width + stride - 1) / stride),
            strideX: Double(stride), strideY: Double(stride))
    }

    /// The same units on the photograph that the picture was made from.
    public func placed(by placement: Placement) -> UnitLattice {
        UnitLattice(
            size: size, startX: placement.x.place(startX), startY: placement.y.place(startY),
            strideX: strideX * placement.x.step, strideY: strideY * placement.y.step)
    }

    /// The centre of a unit.
    public func center(row: Int, column: Int) -> (x: Double, y: Double) {
        (startX + Double(column) * strideX, startY + Double(row) * strideY)
    }

    /// A plane of one value per unit at any place of the picture: linear between the four units around it, and beyond the
    /// outermost units the value of the nearest.
    ///
    /// - Precondition: the plane has the lattice's size.
    public func value(of plane: Plane, atX x: Double, y: Double) -> Double {
        precondition(plane.size == size, "a map has one value per unit")
        return plane.value(x: (x - startX) / strideX, y: (y - startY) / strideY)
    }
}
