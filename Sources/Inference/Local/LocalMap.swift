import Planes

/// The same box of one map for several pictures, side by side: picture *i* begins at column *i* · `pitch`.
///
/// What lies between two pictures is of no meaning.
public struct LocalMap: Sendable {
    /// Where on the map.
    public let box: MapBox
    /// How many pictures.
    public let pictures: Int
    /// Columns from picture to picture.
    let pitch: Int
    /// 1 × channel × row × column.
    let values: Tensor<Float>

    init(box: MapBox, pictures: Int, pitch: Int, values: Tensor<Float>) {
        (self.box, self.pictures, self.pitch, self.values) = (box, pictures, pitch, values)
    }

    /// The value of a place of the map.
    ///
    /// - Precondition: the place lies in the box.
    public subscript(picture: Int, channel: Int, row: Int, column: Int) -> Float {
        let line = (channel * box.rows.count + row - box.rows.lowerBound) * values.shape[3]
        return values.values[line + picture * pitch + column - box.columns.lowerBound]
    }

    /// The first value of the pictures that is NaN or infinite.
    var firstNonFinite: Float? {
        let (width, columns) = (values.shape[3], box.columns.count)
        return values.values.withUnsafeBufferPointer { values in
            for line in 0..<values.count / max(width, 1) {
                for picture in 0..<pictures {
                    let start = line * width + picture * pitch
                    if let bad = values[start..<start + columns].first(where: { !$0.isFinite }) { return bad }
                }
            }
            return nil
        }
    }
}

/// What windows read of a map: some places of it for each picture, and padding beyond its ends.
struct LocalWindow {
    /// Rows and columns of the map; those that it has not are padding.
    let rows, columns: Range<Int>
    /// Columns from picture to picture, at least those.
    let pitch: Int
    /// What is read beyond the map's ends.
    let padding: Float

    /// Lays out what is read.
    ///
    /// - Parameters:
    ///   - map: what was computed of the map; `nil` where nothing differs from the background.
    ///   - background: the whole map without a picture, 1 × channel × row × column.
    /// - Returns: 1 × channel × row × column, pictures side by side.
    func laid(_ map: LocalMap?, over background: Tensor<Float>, pictures: Int) -> Tensor<Float> {
        let (channels, height, width) = (background.shape[1], background.shape[2], background.shape[3])
        let inside = columns.clamped(to: 0..<width)
        let computed = map.map { columns.clamped(to: $0.box.columns) } ?? 0..<0
        return background.values.withUnsafeBufferPointer { ground in
            Tensor(shape: [1, channels, rows.count, pictures * pitch]) { output in
                guard var to = output.baseAddress, let ground = ground.baseAddress else { return }
                for channel in 0..<channels {
                    for row in rows {
                        to.update(repeating: padding, count: pitch)
                        if (0..<height).contains(row), !inside.isEmpty {
                            (to + inside.lowerBound - columns.lowerBound).update(
                                from: ground + (channel * height + row) * width + inside.lowerBound,
                                count: inside.count)
                        }
                        for picture in 1..<max(pictures, 1) { (to + picture * pitch).update(from: to, count: pitch) }
                        if let map, map.box.rows.contains(row), !computed.isEmpty {
                            map.copy(channel, row, computed, to: to + computed.lowerBound - columns.lowerBound, pitch)
                        }
                        to += pictures * pitch
                    }
                }
            }
        }
    }
}

extension LocalMap {
    /// Copies columns of a row of every picture to places a pitch apart.
    fileprivate func copy(
        _ channel: Int, _ row: Int, _ columns: Range<Int>, to: UnsafeMutablePointer<Float>, _ pitch: Int
    ) {
        values.values.withUnsafeBufferPointer { values in
            guard let from = values.baseAddress else { return }
            let line = (channel * box.rows.count + row - box.rows.lowerBound) * self.values.shape[3]
            let start = from + line + columns.lowerBound - box.columns.lowerBound
            for picture in 0..<pictures {
                (to + picture * pitch).update(from: start + picture * self.pitch, count: columns.count)
            }
        }
    }
}
