public import Networks

/// Why a model file, a layer of it, or a picture could not be read.
///
/// Each description is one line: the file, what is wrong, what would be right.
public enum ArchiveError: Error, Hashable, Sendable {
    /// Nothing lies at the path.
    case missing(file: String)
    /// The path is a folder.
    case isDirectory(file: String)
    /// The path is a pipe, a socket or a device.
    case notRegularFile(file: String)
    /// The system refused to open or map the file; `reason` is its own word.
    case unreadable(file: String, reason: String)
    /// The system refused to write the file; `reason` is its own word.
    case unwritable(file: String, reason: String)
    /// A library that the format needs is not there; it comes with a package of the system.
    case missingLibrary(file: String, library: String, package: String)
    /// The file has no bytes.
    case empty(file: String)
    /// The file was written to, or cut short, while it was read.
    case changed(file: String)
    /// The beginning belongs to no known format.
    case unknownFormat(file: String, firstBytes: [UInt8])
    /// The beginning belongs to a known format that is not read.
    case otherFormat(file: String, kind: String)
    /// A picture of a kind that is not read.
    case otherPicture(file: String, kind: String)
    /// The beginning belongs to no known picture.
    case unknownPicture(file: String, firstBytes: [UInt8])
    /// An array that is not what a network takes, or no picture; `reason` says what is wrong and what would be right.
    case otherArray(file: String, reason: String)
    /// A folder without a picture that is read.
    case noPicture(folder: String)
    /// A list without a picture.
    case noStimuli(list: String)
    /// Responses to other pictures: `row` is the first that differs.
    case otherPictures(file: String, row: Int)
    /// Responses to more or fewer pictures.
    case otherRows(file: String, rows: Int, expected: Int)
    /// Too few pictures that both have.
    case fewPictures(file: String, count: Int)
    /// A folder that holds no recorded activations.
    case noActivations(folder: String)
    /// None of some pictures could be shown; `first` says of the first why.
    case noneShown(count: Int, first: String)
    /// More pixels than are read.
    case pictureTooLarge(file: String, height: Int, width: Int, limit: Int)
    /// The file ends before what it announces: `place` needs `needed` bytes, `found` are there.
    case truncated(file: String, place: String, needed: Int, found: Int)
    /// The bytes at `place` are not what the format allows.
    case malformed(file: String, place: String, expectation: String)
    /// A file of tensors without the checksum that one is written with.
    case noChecksum(file: String)
    /// A file of tensors whose checksum is that of other contents.
    case otherChecksum(file: String)
    /// The elements of a tensor are of a type that is not read.
    case unsupportedType(file: String, tensor: String, type: String)
    /// An array of a rank that is no kernel set.
    case notKernels(file: String, shape: [Int])
    /// No two-dimensional convolution; `tensors` are the tensors of four dimensions, or without any all that are there.
    case noConvolution(file: String, tensors: [String], areOfFour: Bool)
    /// No layer of a graphless file takes image channels; `layers` are those it has, with their shapes.
    case noImageLayer(file: String, layers: [String])
    /// A layer whose groups cannot be parted when its axes are read as asked.
    case otherLayout(file: String, layer: String, shape: [Int], layout: WeightLayout)
    /// No layer of that name.
    case noSuchLayer(file: String, name: String, suggestion: String?)
    /// No layer of that index.
    case noLayerAtIndex(file: String, index: String, count: Int)
    /// A layer whose weights only running the network would tell; `reason` ends a sentence about their tensor.
    case weightsNotStored(file: String, layer: String, tensor: String, reason: String)
    /// The network's convolutions lie in the body of a function.
    case convolutionInFunction(file: String, function: String)
    /// An external weight file whose name leads out of the model's folder.
    case outsideFolder(file: String, tensor: String, location: String)
    /// A weight or bias that is not a finite 32-bit number.
    case nonFinite(file: String, tensor: String, place: String, value: Float)
    /// A file of weights, or one whose graph is not read, where a network is needed.
    case noGraph(file: String, format: ModelFormat)
    /// A graph that is no network; `reason` says what is wrong and what would be right.
    case notANetwork(file: String, reason: String)
    /// A table that holds no recorded cells; `reason` says what is wrong and what would be right.
    case notCells(file: String, reason: String)
}

extension ArchiveError {
    /// What is wrong with the network in a file.
    public init(_ error: NetworkError, in file: String) {
        self =
            switch error {
            case .noSuchLayer(let name, nil):
                .notANetwork(file: file, reason: "no layer '\(name)'; striate rf \(file) lists them")
            case .noSuchLayer(let name, let suggestion): .noSuchLayer(file: file, name: name, suggestion: suggestion)
            case .noLayerAtIndex(let index, let count): .noLayerAtIndex(file: file, index: index, count: count)
            default: .notANetwork(file: file, reason: "\(error)")
            }
    }

    /// The exit code of a command that stops here: 66 without input, 69 without a library, 74 where nothing can be
    /// written, 65 with bad data.
    public var exitCode: Int32 {
        switch self {
        case .missingLibrary: 69
        case .unwritable: 74
        case .missing, .isDirectory, .notRegularFile, .unreadable, .noPicture: 66
        default: 65
        }
    }

    /// The file the error is about, as it was named.
    public var file: String {
        switch self {
        case .missing(let file), .isDirectory(let file), .notRegularFile(let file), .unreadable(let file, _),
            .unwritable(let file, _), .missingLibrary(let file, _, _),
            .empty(let file), .changed(let file), .noChecksum(let file), .otherChecksum(let file),
            .unknownFormat(let file, _), .otherFormat(let file, _),
            .truncated(let file, _, _, _), .malformed(let file, _, _), .unsupportedType(let file, _, _),
            .notKernels(let file, _), .noConvolution(let file, _, _), .noImageLayer(let file, _),
            .otherLayout(let file, _, _, _),
            .noSuchLayer(let file, _, _), .noLayerAtIndex(let file, _, _), .weightsNotStored(let file, _, _, _),
            .convolutionInFunction(let file, _), .outsideFolder(let file, _, _), .nonFinite(let file, _, _, _),
            .otherPicture(let file, _), .unknownPicture(let file, _), .noPicture(let file),
            .noStimuli(let file), .otherPictures(let file, _), .otherRows(let file, _, _), .fewPictures(let file, _),
            .noActivations(let file), .otherArray(let file, _), .pictureTooLarge(let file, _, _, _),
            .noGraph(let file, _), .notANetwork(let file, _), .notCells(let file, _):
            file
        case .noneShown: ""
        }
    }
}
