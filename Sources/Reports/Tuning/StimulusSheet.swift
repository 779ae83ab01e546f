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
    /// - Throws: ``FigureError``.
    public var pictures: [(name: String, data: [UInt8])] {
        get throws {
            try planes.enumerated().map { index, plane in
                let canvas = try Canvas(size: size)
                canvas.draw(Picture(signed: plane, limit: 1, scale: .grey), x: 0, y: 0)
                return ("\(name(index)).png", try canvas.png())
            }
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
    public func text(place: String?) -> String {
        let scale = resolution.map {
            " At \($0.value) pixels/degree that is \(rounded(Double(size.width) / $0.value, 2))° wide and \(rounded(Double(size.height) / $0.value, 2))° high."
        }
        let shown = frames.prefix(4).enumerated().flatMap {
            wrapped("\($0.offset): \($0.element.summary)", indent: "   ")
        }
        let more =
            frames.count > 4
            ? [
                "… and \(counted(frames.count - 4, "more frame", "more frames")) of the same drift in the table stimulus."
            ] : []
        let whereabouts = place.map {
            "Pictures are in \($0)/figures (contrast -1 black, 0 mid grey, 1 white), the contrast of every pixel in \($0)/arrays/stimulus.npy."
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
                    Cell(Self.orientation(of: $0.1)?.degrees)
                },
                .init(Column("wave_direction_deg", .number, unit: "degree", "Orientation + 90")) {
                    Cell(Self.orientation(of: $0.1)?.waveDirection)
                },
                .init(Column("frequency_cpp", .number, unit: "cycle/pixel", "Of gratings")) {
                    Cell(Self.grating(of: $0.1)?.frequency.cyclesPerPixel)
                },
                .init(
                    Column(
                        "phase_deg", .number, unit: "degree",
                        "Of gratings, in the middle, counted along wave_direction_deg")
                ) {
                    Cell(Self.grating(of: $0.1)?.phase.degrees)
                },
                .init(Column("rms_contrast", .number, "Root of the mean squared contrast of the picture")) {
                    [planes] row in
                    Cell(planes[row.0].norm / Double(planes[row.0].size.count).squareRoot())
                },
            ]
        ).table(Array(frames.enumerated()).map { ($0.offset, $0.element) })
    }

    private static func grating(of stimulus: any Stimulus) -> Grating? {
        stimulus as? Grating ?? (stimulus as? Plaid)?.components[0]
    }

    private static func orientation(of stimulus: any Stimulus) -> Orientation? {
        grating(of: stimulus)?.orientation ?? (stimulus as? Bar)?.orientation ?? (stimulus as? Edge)?.orientation
    }
}
