internal import Files

extension String {
    /// As text of an HTML page, and as the value of an attribute in quotes: what is not shown spelled out (as
    /// ``Files/Swift/String/visible`` does), then `<`, `>`, `&` and quotes as entities.
    public var html: String { visible.withEntities }

    /// The same of a text of several lines, whose ends stay.
    public var htmlLines: String { visibleLines.withEntities }

    private var withEntities: String {
        // Most texts are as they are.
        guard utf8.contains(where: { HTMLEntity.of($0) != nil }) else { return self }
        var text: [UInt8] = []
        text.reserveCapacity(utf8.count + 16)
        for byte in utf8 {
            if let entity = HTMLEntity.of(byte) { text += entity.utf8 } else { text.append(byte) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The characters that mean something to HTML. All are ASCII, and bytes of ASCII are nothing else in UTF-8.
private enum HTMLEntity {
    static func of(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
