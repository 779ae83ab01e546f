public import Figures
public import Tables

/// A worked example: what comes out, the way there one idea at a time, and the numbers as tables.
public struct Lesson: Sendable {
    /// A few words.
    public let title: String
    /// What comes out, in one or two sentences.
    public let answer: String
    /// The way there, one idea each.
    public let steps: [Step]
    /// The same numbers for programs.
    public let tables: [Table]
    /// What a person would look at.
    public let pictures: [Drawing]

    /// One idea: a sentence, and the working beneath it.
    public struct Step: Hashable, Sendable {
        /// The idea, in a sentence or two.
        public let idea: String
        /// What is done, in order.
        public let working: [Passage]

        init(_ idea: String, _ working: [Passage] = []) {
            self.idea = idea
            self.working = working
        }
    }

    /// A piece of working.
    public enum Passage: Hashable, Sendable {
        /// Lines that stand as they are: sums, grids, columns.
        case lines([String])
        /// A sentence, which wraps.
        case text(String)
    }

    /// A picture, drawn when it is asked for.
    public struct Drawing: Sendable {
        /// The file's name.
        public let name: String
        /// The file's bytes.
        public let png: @Sendable () throws(FigureError) -> [UInt8]

        private init(_ name: String, _ png: @escaping @Sendable () throws(FigureError) -> [UInt8]) {
            self.name = name
            self.png = png
        }

        init(_ name: String, _ picture: some Drawable) {
            self.init(name) { () throws(FigureError) in try picture.png() }
        }
    }
}

/// What a lesson can draw.
protocol Drawable: Sendable {
    /// The picture as a PNG file.
    func png() throws(FigureError) -> [UInt8]
}

extension Montage: Drawable {}
