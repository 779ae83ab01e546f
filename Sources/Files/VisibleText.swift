// Names come from files and folders of others, and may hold what drives a terminal, turns the direction of a line or
// breaks it. Here alone is told what that is, and how it is spelled where people read: U+1B as \u{1b}, and a byte of a file
// name that is no UTF-8 as \x{e9}.

extension String {
    /// On one line: with characters that are not shown spelled out, ends of lines among them.
    public var visible: String { spelled { $0.isHidden } }

    /// The same of a text of several lines, whose ends stay.
    public var visibleLines: String { spelled { $0.isHidden && $0 != "\n" } }

    /// With only the bytes spelled out that no UTF-8 text can have: what is kept as data.
    public var writable: String { spelled { $0.strayByte != nil } }

    /// Whether it has characters that are not shown.
    public var hasHidden: Bool { unicodeScalars.contains { $0.isHidden } }

    private func spelled(_ isSpelled: (Unicode.Scalar) -> Bool) -> String {
        // Most texts are as they are.
        guard unicodeScalars.contains(where: isSpelled) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if !isSpelled(scalar) {
                text.append(scalar)
            } else if let byte = scalar.strayByte {
                text.append(contentsOf: "\\x{\(String(byte, radix: 16))}".unicodeScalars)
            } else {
                text.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    /// Whether it is not shown as itself: controls (C0, C1, delete), formats (of direction, joiners, tags), ends of lines
    /// and paragraphs, and the stray bytes of a path.
    fileprivate var isHidden: Bool {
        if value < 0x7F { return value < 0x20 }
        if strayByte != nil { return true }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }
}
