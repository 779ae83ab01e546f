import ArgumentParser
import Archives
import Figures
import Files
import Foundation
import Reports

/// `striate doctor`: which helper programs are there.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Says which helper programs and libraries are there.",
        discussion: """
            Example:
              striate doctor
            """)

    func run() throws {
        let gnuplot = Gnuplot.find()
        let readers = [
            DoctorReport.Reader("PNG", found: ReadingLibraries.png, for: "photographs"),
            DoctorReport.Reader("JPEG", found: ReadingLibraries.jpeg, for: "photographs, and BMP"),
            DoctorReport.Reader("TIFF", found: ReadingLibraries.tiff, for: "photographs"),
            DoctorReport.Reader("WebP", found: ReadingLibraries.webp, for: "photographs"),
            DoctorReport.Reader("zlib", found: ReadingLibraries.zlib, for: "npz, PyTorch and gzipped files"),
            DoctorReport.Reader("HDF5", found: ReadingLibraries.hdf5, for: "Keras files, in a process of its own"),
        ]
        let diagnosis = DoctorReport(version: Striate.version, readers: readers, gnuplot: gnuplot?.executable.path)
        try StandardStream.print(diagnosis.text)
    }
}
