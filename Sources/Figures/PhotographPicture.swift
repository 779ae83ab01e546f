public import Planes

extension Picture {
    /// A picture file's image at another size, as screens take it.
    ///
    /// A pixel is linear between the four around its place; where several fall on one, it is the mean over a grid of such
    /// places, about one for each.
    public init(of image: Image, size: PixelSize) {
        let image = image.encoded
        let (stepX, stepY) = (
            Double(image.size.width) / Double(size.width), Double(image.size.height) / Double(size.height)
        )
        let (across, down) = (max(1, Int(stepX.rounded())), max(1, Int(stepY.rounded())))
        self.init(size: size) { row, column in
            let means = image.planes.map { plane in
                var sum = 0.0
                for i in 0..<down {
                    for j in 0..<across {
                        let y = (Double(row) + (Double(i) + 0.5) / Double(down)) * stepY - 0.5
                        let x = (Double(column) + (Double(j) + 0.5) / Double(across)) * stepX - 0.5
                        sum += plane.value(x: x, y: y)
                    }
                }
                return sum / Double(across * down)
            }
            return Color(red: means[0], green: means[means.count / 2], blue: means[means.count - 1])
        }
    }
}
