import Figures
import Planes
import Tables

/// How many places a window has: 7 pixels, 3 taps, strides of 1, 2 and 3, with and without padding.
struct SizeLesson: LessonPlan {
    static let summary = "(N + 2p - f)/s + 1 on 7 pixels, and when that is no size"
    static let takes: [(parameter: Parameter, form: String)] = [
        (.input, "pixels along the side, N"), (.kernel, "taps, f"), (.stride, "one or several, '1,2,3'"),
        (.padding, "one or several, '0,1'"), (.dilation, "pixels from tap to tap"),
    ]

    let windows: [Sliding]

    init(_ parameters: Parameters) throws(LessonError) {
        let bounds = 1...Parameters.largestSize
        let size = try parameters.integer(.input, in: bounds, or: 7)
        let kernel = try parameters.integer(.kernel, in: bounds, or: 3)
        let dilation = try parameters.integer(.dilation, in: bounds, or: 1)
        let strides = try parameters.integers(.stride, in: bounds, atMost: 8, or: [1, 2, 3])
        let paddings = try parameters.integers(.padding, in: 0...Parameters.largestSize, atMost: 8, or: [0, 1])
        var windows: [Sliding] = []
        for padding in paddings {
            for stride in strides {
                windows.append(
                    try Sliding(size: size, kernel: kernel, stride: stride, padding: padding, dilation: dilation))
            }
        }
        self.windows = windows
    }

    var lesson: Lesson {
        let whole = windows.count(where: \.fits)
        let one = windows[0]
        let sizes = windows.map { $0.fits ? "\($0.count)" : Numeral.text($0.exact, decimals: 2) }
        return Lesson(
            title: "How large is the map?",
            answer:
                "\(one.size) \(one.size == 1 ? "pixel" : "pixels") under a kernel of \(one.kernel): \(sizes.joined(separator: ", ")) for the \(windows.count == 1 ? "setting" : "\(windows.count) settings") below. "
                + (whole == windows.count
                    ? "All are whole." : "What is not whole is not a size; each such case says what happens."),
            steps: [
                Lesson.Step(
                    "Count the places where the kernel is wholly inside: N pixels, p more at each end, a kernel of f, s pixels from place to place.",
                    [.lines(["size = (N + 2·p - f)/s + 1"])])
            ] + windows.map(step), tables: [table], pictures: picture)
    }

    /// The most pixels whose windows are drawn.
    private static let widest = 32

    /// The places of each window: a row for each place, its taps 1; none where nothing fits or little could be seen.
    private var picture: [Lesson.Drawing] {
        let drawn = windows.filter {
            $0.fits && $0.count > 0 && $0.size + 2 * $0.padding <= Self.widest && $0.count <= Self.widest
        }
        guard !drawn.isEmpty else { return [] }
        let panels = drawn.map { window in
            NumberGrid.Panel(
                "stride \(window.stride), padding \(window.padding): \(window.count)",
                Plane(
                    size: PixelSize(height: window.count, width: window.size + 2 * window.padding)
                ) { place, pixel in
                    let offset = pixel - place * window.stride
                    let isTap = offset >= 0 && offset < window.span && offset % window.dilation == 0
                    return isTap ? 1 : 0
                }, limit: 2)
        }
        return [
            Lesson.Drawing(
                "size",
                NumberGrid(
                    title: "Places of a kernel of \(windows[0].kernel) on \(windows[0].size) pixels", panels: panels,
                    note:
                        "A row for each place: 1 where a tap lies. The first and the last columns are the padding, as many as it says."
                ))
        ]
    }

    private func step(_ window: Sliding) -> Lesson.Step {
        let dilated = window.dilation == 1 ? "" : ", dilation \(window.dilation)"
        let places: [Lesson.Passage] = window.places.isEmpty ? [] : [.lines(window.places)]
        let gap = window.stride - window.span
        let skipped: [Lesson.Passage] =
            gap > 0 && window.count > 1
            ? [.text("The stride is larger than the kernel: pixels skipped between two places: \(gap).")] : []
        return Lesson.Step(
            "Stride \(window.stride), padding \(window.padding)\(dilated).",
            window.working + places + skipped + window.explanation)
    }

    private var table: Table {
        TableLayout<Sliding>(
            name: "size", title: "One row per setting of stride and padding",
            fields: [
                .init(Column("size_px", .integer, unit: "pixel", "Along the axis", key: true)) { .integer($0.size) },
                .init(Column("kernel_px", .integer, unit: "pixel", "Taps", key: true)) { .integer($0.kernel) },
                .init(Column("padding_px", .integer, unit: "pixel", "At each end", key: true)) {
                    .integer($0.padding)
                },
                .init(Column("stride_px", .integer, unit: "pixel", "From place to place", key: true)) {
                    .integer($0.stride)
                },
                .init(Column("dilation_px", .integer, unit: "pixel", "From tap to tap", key: true)) {
                    .integer($0.dilation)
                },
                .init(Column("formula", .number, "(N + 2p - d(f - 1) - 1)/s + 1, whole or not")) { Cell($0.exact) },
                .init(Column("is_whole", .boolean, "Whether that is a size")) { .flag($0.fits) },
                .init(Column("floor", .integer, "Places wholly inside: what convolutions do")) {
                    .integer($0.count)
                },
                .init(Column("ceil_mode", .integer, "Places of a pool in ceil mode")) {
                    .integer($0.countInCeilMode)
                },
                .init(Column("unreached_px", .integer, unit: "pixel", "At the end, padding included, in no window")) {
                    .integer($0.rest)
                },
                .init(Column("missing_px", .integer, unit: "pixel", "More padding in all that makes it whole")) {
                    .integer($0.missing)
                },
            ]
        ).table(windows)
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let size = Int.random(in: 5...32, using: &generator)
        let kernel = [3, 5, 7].filter { $0 <= size }.randomElement(using: &generator) ?? 3
        let asksForSize = Bool.random(using: &generator)
        let stride = Int.random(in: asksForSize ? 1...4 : 2...4, using: &generator)
        let padding = Int.random(in: 0...kernel / 2, using: &generator)
        guard let window = try? Sliding(size: size, kernel: kernel, stride: stride, padding: padding) else {
            preconditionFailure("a kernel no larger than the input fits")
        }
        let setting = "\(size) pixels, kernel \(kernel), stride \(stride), padding \(padding)"
        guard asksForSize else {
            return Question(
                "\(setting): does the kernel end exactly at the edge?",
                answer: .word(window.fits ? "yes" : "no", among: ["yes", "no"]), working: [window.formula])
        }
        return Question(
            "\(setting): how many units has the map along this side? (Round down where it does not fit.)",
            answer: .number(Double(window.count), decimals: 0), working: [window.formula])
    }
}
