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
    public struct Drawing: Drawable {
        /// Of its files, without an ending.
        public let name: String
        private let picture: any Drawable

        init(_ name: String, _ picture: any Drawable) {
            self.name = name
            self.picture = picture
        }

        /// As ``Figures/Drawable``.
        public func drawn() throws(FigureError) -> Canvas { try picture.drawn() }
    }
}
