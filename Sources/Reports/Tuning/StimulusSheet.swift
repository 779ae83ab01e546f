import Figures
import Networks
public import Planes
public import Stimuli
public import Tables

/// Drawn stimuli: the frames of a drift, or one picture, and exactly what was drawn.
public struct StimulusSheet: Sendable {
    private let frames: [any Stimulus]
    private let size: PixelSize
    private let resolution: PixelsPerDegree?
    private let planes: [Plane]

    /// Draws stimuli, the middle of each in the middle of the picture.
    ///
    /// - Precondition: at least one stimulus.
    public init(_ frames: [any Stimulus], size: PixelSize, resolution: PixelsPerDegree?) {
        precondition(!frames.isEmpty, "something is drawn")
        self.frames = frames
        self.size = size
        self.resolution = resolution
        planes = frames.map { $0.drawn(on: size) }
    }

    /// The pictures as PNG: contrast −1 is black, 0 mid grey, 1 white.
    ///
    /// - Throws: ``Figures/FigureError``.
    public var pictures: [(name: String, data: [UInt8])] {
        get throws {
            try planes.enumerated().map { index, plane in
                let canvas = try Canvas(size: size, showing: frames[index].summary)
                canvas.draw(Picture(signed: plane, limit: 1, scale: .grey), x: 0, y: 0)
                return ("\(name(index)).png", try canvas.png())
            }
        }
    }

    /// The frames as one animated PNG, a period of which takes a second.
    ///
    /// - Throws: ``Figures/FigureError``.
    public var animation: [UInt8] {
        get throws {
            try Animation(try pictures.map(\.data)).png(seconds: 1, showing: "A period of: \(frames[0].summary)")
        }
    }

    private func name(_ frame: Int) -> String {
        guard frames.count > 1 else { return "stimulus" }
        return "frame-\(padded(frame, upTo: frames.count - 1))"
    }

    /// The contrast of every pixel, `[frame, row, column]`, −1…1.
    public var array: NumpyArray {
        NumpyArray(shape: [frames.count, size.height, size.width], values: planes.flatMap(\.values))
    }

    /// The report.
    ///
    /// - Parameters:
    ///   - place: of the folder, if any.
    ///   - isAnimated: whether ``animation`` is written too.
    public func text(place: String?, isAnimated: Bool = false) -> String {
        let scale = resolution.map {
            " At \($0.value) pixels/degree that is \(rounded(Double(size.width) / $0.value, 2))° wide and \(rounded(Double(size.height) / $0.value, 2))° high."
        }
        let shown = frames.prefix(4).enumerated().flatMap {
            wrapped("\($0.offset): \($0.element.summary)", indent: "   ")
        }
        let more =
            frames.count > 4
            ? [
                "… and \(counted(frames.count - 4, "more frame", "more frames")) in the table stimulus."
            ] : []
        let whereabouts = place.map {
            "Pictures are in \($0)/figures (contrast -1 black, 0 mid grey, 1 white), the contrast of every pixel in \($0)/arrays/stimulus.npy."
                + (isAnimated ? " The whole moves in \($0)/figures/animation.png (APNG), a period in a second." : "")
        }
        let lines =
            wrapped("\(frames.count == 1 ? "One picture" : "\(frames.count) pictures") of \(size).\(scale ?? "")") + [
                ""
            ]
            + shown + more + [""] + wrapped("Lengths are in pixels; x runs right and y down from the picture's middle.")
            + wrapped(whereabouts ?? "Pictures and arrays are written with --out DIR.")
        return lines.joined(separator: "\n") + "\n"
    }

    /// `stimulus`: one row per frame.
    public var table: Table {
        TableLayout<(Int, any Stimulus)>(
            name: "stimulus", title: "What was drawn, one row per picture",
            fields: [
                .init(Column("frame", .integer, "0-based", key: true)) { .integer($0.0) },
                .init(Column("summary", .string, "Everything that is drawn, with its numbers")) { .text($0.1.summary) },
                .init(Column("orientation_deg", .number, unit: "degree", "Of the bars; of a plaid's first grating")) {
                    Cell($0.1.measures.orientation?.degrees)
                },
                .init(Column("wave_direction_deg", .number, unit: "degree", "Orientation + 90")) {
                    Cell($0.1.measures.orientation?.waveDirection)
                },
                .init(Column("frequency_cpp", .number, unit: "cycle/pixel", "Of gratings")) {
                    Cell($0.1.measures.frequency?.cyclesPerPixel)
                },
                .init(
                    Column(
                        "phase_deg", .number, unit: "degree",
                        "Of gratings, in the middle, counted along wave_direction_deg")
                ) {
                    Cell($0.1.measures.phase?.degrees)
                },
                .init(Column("rms_contrast", .number, "Root of the mean squared contrast of the picture")) {
                    [planes] row in
                    Cell(planes[row.0].norm / Double(planes[row.0].size.count).squareRoot())
                },
                .init(
                    Column("contrast", .number, "Of gratings 0 to 1, of a plaid's two together; of others -1 to 1")
                ) { Cell($0.1.measures.contrast) },
                .init(
                    Column("diameter_px", .number, unit: "pixel", "Of what is round, the whole; of a face its height")
                ) { Cell($0.1.measures.diameter) },
                .init(
                    Column(
                        "width_px", .number, unit: "pixel",
                        "Of a bar across itself, of a check, of a Gabor patch's envelope at half height")
                ) { Cell($0.1.measures.width) },
            ]
        ).table(Array(frames.enumerated()).map { ($0.offset, $0.element) })
    }
}
