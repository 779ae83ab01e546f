internal import CSandboxedHDF5

/// An HDF5 file of our own numbers while it is written.
///
/// It owns libhdf5's file and is therefore a class.
public final class HDF5Writer {
    private let path: String
    private var writer: OpaquePointer?

    /// Begins a file.
    ///
    /// - Throws: ``ArchiveError``: libhdf5 is not there, or cannot write here.
    public init(path: String) throws(ArchiveError) {
        self.path = path
        guard ReadingLibraries.hdf5 != nil else {
            throw .missingLibrary(file: path, library: "libhdf5", package: "libhdf5-dev")
        }
        writer = hdf5_writer_open(path)
        guard writer != nil else { throw .unwritable(file: path, reason: "libhdf5 refuses") }
    }

    deinit { if let writer { _ = hdf5_writer_close(writer) } }

    /// A table of floats, row by row.
    ///
    /// - Throws: ``ArchiveError/unwritable(file:reason:)``, or what reading a row throws.
    public func write(_ name: String, rows: Int, columns: Int, _ row: (Int) throws -> [Float]) throws {
        let set = hdf5_writer_floats(writer, name, UInt64(rows), UInt64(columns))
        guard set >= 0 else { throw failure }
        var isDone = true
        do {
            for index in 0..<rows where isDone {
                isDone = hdf5_writer_row(set, UInt64(index), UInt64(columns), try row(index)) != 0
            }
        } catch {
            _ = hdf5_writer_end(set)
            throw error
        }
        guard hdf5_writer_end(set) != 0, isDone else { throw failure }
    }

    /// A list of whole numbers.
    ///
    /// - Throws: ``ArchiveError/unwritable(file:reason:)``.
    public func write(_ name: String, _ values: [Int32]) throws(ArchiveError) {
        guard hdf5_writer_integers(writer, name, UInt64(values.count), values) != 0 else { throw failure }
    }

    /// A list of texts.
    ///
    /// - Throws: ``ArchiveError/unwritable(file:reason:)``.
    public func write(_ name: String, _ texts: [String]) throws(ArchiveError) {
        let width = max(1, (texts.map(\.utf8.count).max() ?? 0) + 1)
        var bytes = [CChar](repeating: 0, count: width * texts.count)
        for (place, text) in texts.enumerated() {
            for (offset, byte) in text.utf8.enumerated() { bytes[place * width + offset] = CChar(bitPattern: byte) }
        }
        guard hdf5_writer_texts(writer, name, UInt64(texts.count), UInt64(width), bytes) != 0 else { throw failure }
    }

    /// A word on the file, `/`, or on a part of it.
    ///
    /// - Throws: ``ArchiveError/unwritable(file:reason:)``.
    public func note(_ text: String, _ name: String, on part: String = "/") throws(ArchiveError) {
        guard hdf5_writer_note(writer, part, name, text) != 0 else { throw failure }
    }

    /// Ends the file.
    ///
    /// - Throws: ``ArchiveError/unwritable(file:reason:)``: some of it may be written only now.
    public func close() throws(ArchiveError) {
        let open = writer
        writer = nil
        guard hdf5_writer_close(open) != 0 else { throw failure }
    }

    private var failure: ArchiveError { .unwritable(file: path, reason: "libhdf5 could not write it all") }
}
