/// What the drawing library leaves to chance in its files, settled: the same drawing gives the same bytes.
enum PrintedFile {
    /// In place of the day on which a file was made.
    static let date = "2000-01-01T00:00:00Z"

    /// An SVG file with its title, its images drawn as squares of one colour, and its parts numbered in their order.
    ///
    /// The library numbers them over the whole run of a program. It begins a line with each.
    static func settled(svg: [UInt8], words: String) -> [UInt8] {
        var numbers: [Substring: Int] = [:]
        let lines = svg.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            // Names stand at the beginning; what comes later is an image's data.
            let start = line.prefix(160)
            guard start.first == UInt8(ascii: "<") || start.first == UInt8(ascii: " ") else { return Array(line) }
            let text = String(decoding: start, as: UTF8.self)
            guard text.contains("image") || text.contains("surface") else { return Array(line) }
            let named =
                text.replacing(/"(#?)(image|surface)([0-9]+)"/) { match in
                    let number = numbers[match.3, default: numbers.count]
                    numbers[match.3] = number
                    return "\"\(match.1)\(match.2)\(number)\""
                }
                .replacing("<image ", with: "<image style=\"image-rendering:pixelated\" ")
            return Array(named.utf8) + line.dropFirst(160)
        }
        let title = words.isEmpty ? [] : [Array("<title>\(escaped(words))</title>".utf8)]
        // After the lines of XML's declaration and of the element svg.
        return Array((lines.prefix(2) + title + lines.dropFirst(2)).joined(separator: [UInt8(ascii: "\n")]))
    }

    private static func escaped(_ text: String) -> String {
        TextStyle.printable(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            ">", with: "&gt;")
    }

    /// A PDF file with ``date`` in place of its own, as long as it was.
    static func settled(pdf: [UInt8]) -> [UInt8] {
        let mark = Array("/CreationDate (D:".utf8)
        guard let place = pdf.firstRange(of: mark) else { return pdf }
        let end = pdf[place.upperBound...].firstIndex(of: UInt8(ascii: ")")) ?? place.upperBound
        let stamp = Array("20000101000000Z".utf8)
        return pdf[..<place.upperBound] + (0..<end - place.upperBound).map { $0 < stamp.count ? stamp[$0] : 0x20 }
            + pdf[end...]
    }
}
