import ArgumentParser
import Figures
import Foundation
import Reports

/// `striate doctor`: which helper programs are there.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says which helper programs and libraries are there.",
        discussion: """
            Example:
              striate doctor
            """)

    func run() throws {
        let gnuplot = Gnuplot.find()
        print(Diagnosis(version: Striate.version, gnuplot: gnuplot?.executable.path).text, terminator: "")
    }
}
