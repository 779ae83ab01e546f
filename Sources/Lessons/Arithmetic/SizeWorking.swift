extension Sliding {
    /// `(7 + 2·1 - 3)/2 + 1 = 6/2 + 1 = 4`.
    var formula: String { "\(question) = \(room)/\(stride) + 1 \(Numeral.equals(exact, decimals: 2))" }

    /// `(7 + 2·1 - 3)/2 + 1 = 4`.
    var shortFormula: String { "\(question) \(Numeral.equals(exact, decimals: 2))" }

    private var question: String {
        "(\(size)\(padding == 0 ? "" : " + 2·\(padding)") - \(span))/\(stride) + 1"
    }

    /// The formula, and for taps that stand apart what the kernel spans.
    var working: [Lesson.Passage] {
        let spanned = dilation == 1 ? [] : ["kernel spans  \(dilation)·(\(kernel) - 1) + 1 = \(span) pixels"]
        return [.lines(spanned + [formula])]
    }

    /// The axis, and beneath it where the window stands: `#` a tap, `p` padding, `x` beyond the end.
    var places: [String] {
        let shown = fits ? count : count + 1
        let end = max(padded, (shown - 1) * stride + span)
        guard 3 * end <= Grid.widest - 10, shown <= 16 else { return [] }
        func row(_ head: String, _ cell: (Int) -> String) -> String {
            let cells = (-padding..<end - padding).map { pixel in
                let text = cell(pixel)
                return String(repeating: " ", count: 3 - text.count) + text
            }
            return head + String(repeating: " ", count: 9 - head.count) + cells.joined()
        }
        let ruler = row("pixel") { (0..<size).contains($0) ? "\($0)" : $0 < size + padding ? "p" : "" }
        return [ruler]
            + (0..<shown).map { place in
                row(place < count ? "place \(place)" : "no place") { pixel in
                    let isOut = pixel >= size + padding
                    guard covers(pixel, at: place) else { return isOut ? "" : "." }
                    return isOut ? "x" : "#"
                }
            }
    }

    /// Why a size that is not whole is none, and what then happens; nothing where it is whole.
    var explanation: [Lesson.Passage] {
        guard !fits else { return [] }
        let next = start(count)
        let last = size + padding - 1
        return [
            .text(
                "\(Numeral.text(exact, decimals: 2)) is not a size: a map cannot have a part of a unit. The window stands \(count) \(count == 1 ? "time" : "times"); the next place would begin at pixel \(next) and reach pixel \(next + span - 1), and the last there is, padding included, is \(last). What happens then:"
            ),
            .lines(outcomes),
        ]
    }

    private var outcomes: [String] {
        let ceil =
            countInCeilMode > count
            ? "\(countInCeilMode): the last window hangs \(missing) over the edge"
            : "\(count) all the same: one more window would see padding alone"
        let before = missing / 2
        let padding =
            missing.isMultiple(of: 2)
            ? "\(before) more at each end" : "\(before) more before and \(missing - before) after: uneven"
        let cut = size - rest
        let strides = (1...max(room, 1)).filter { room.isMultiple(of: $0) && $0 != stride }.prefix(4)
        let (after, unseen) = (self.padding, rest)
        let lost =
            unseen <= after
            ? "\(unseen) of padding unseen"
            : unseen - after == 1 ? "the last pixel is never seen" : "the last \(unseen - after) pixels are never seen"
        let same = (size + stride - 1) / stride
        let needed = max((same - 1) * stride + span - size, 0)
        // With much padding cropping may leave nothing.
        let crop = cut > 0 ? ["crop          \(size) to \(cut) pixels: \(room - rest)/\(stride) + 1 = \(count)"] : []
        let others = strides.map(String.init).joined(separator: ", ")
        return [
            "round down    \(count); \(lost)",
            "              (convolutions everywhere: PyTorch, ONNX, Caffe)",
            "ceil_mode     \(ceil)",
            "              (pools alone, where asked: PyTorch, ONNX; Caffe always)",
            "pad           \(padding): \(room + missing)/\(stride) + 1 = \(count + 1)",
            "SAME          ⌈\(size)/\(stride)⌉ = \(same), with \(needed) of padding in all (TensorFlow)",
        ] + crop + ["other stride  \(others) \(strides.count == 1 ? "divides" : "divide") \(room)"]
    }
}
