import ArgumentParser
import Archives
import Files
import GaborBanks
import Inference
import Learning
import Lessons
import Networks
import Physiology
import ReceptiveFields
import Reports
import Retinotopy
import Runs
import Stimuli

/// An error of one of the rooms.
protocol ModuleError: Error {
    /// One line for stderr, in which quantities are called by the options that set them.
    var line: String { get }
    /// The exit code, of sysexits.
    var exitCode: Int32 { get }
}

extension ModuleError {
    var line: String { "\(self)" }
    /// What was asked for cannot be.
    var exitCode: Int32 { Striate.usage }
}

extension ArchiveError: ModuleError {
    var line: String { text(naming: \.option) }
}

extension StimulusError: ModuleError {}

extension OutputError: ModuleError {}

extension RunFolderError: ModuleError {
    var line: String { text { "--\($0.rawValue)" } }
}

extension LearningError: ModuleError {
    var line: String { text { [.digits, .photographs].contains($0) ? $0.rawValue : "--\($0.rawValue)" } }
}

extension LessonError: ModuleError {
    var line: String { text { "--\($0.rawValue)" } }
}

extension BankError: ModuleError {
    var line: String {
        text { quantity in
            switch quantity {
            case .aspect: "--aspect"
            case .resolution: "--ppd"
            default: "--\(quantity.rawValue)"
            }
        }
    }
}

extension RetinotopyError: ModuleError {
    var line: String {
        text { quantity in
            switch quantity {
            case .normalization: "--normalize"
            case .relay: "--lgn"
            default: "--\(quantity.rawValue)"
            }
        }
    }
}

/// Does something with the network of a file: an error names the file, or the option that it is about.
///
/// - Parameter picture: the file of what the network is shown.
func naming<Result>(_ path: String, picture: String? = nil, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch {
        switch error {
        case InferenceError.arrayShape, InferenceError.arrayValue:
            throw ArchiveError.otherArray(file: picture ?? path, reason: "\(error)")
        case InferenceError.inputMissing, InferenceError.undecided:
            throw ArchiveError.notANetwork(file: path, reason: "\(error), as --set INPUT=NUMBER")
        case let error as NetworkError: throw ArchiveError(error, in: path)
        case InferenceError.network(let error): throw ArchiveError(error, in: path)
        case InferenceError.preprocessing(let error): throw ValidationError("--preprocess: \(error)")
        case FieldLookupError.network(let error): throw ArchiveError(error, in: path)
        case FieldLookupError.noSuchPixel: throw ValidationError("--pixel: \(error)")
        case FieldLookupError.noMap: throw ArchiveError.notANetwork(file: path, reason: "\(error)")
        case FieldLookupError.severalUnits:
            throw ValidationError("--effective: \(error); name it as --unit LAYER:ROW,COL")
        case FieldLookupError.otherAxes: throw ValidationError("--effective: \(error); name another --layer")
        case is FieldLookupError: throw ValidationError("--unit: \(error)")
        case RecordingError.noSuchUnit: throw ValidationError("--units: \(error)")
        case ActivationError.noSuchChannel, ActivationError.noSuchLayer: throw ValidationError("--units: \(error)")
        case is LocalizerError: throw ValidationError("--category: \(error)")
        case LayerActivationsError.noClasses: throw ValidationError("--labels: \(error)")
        case LayerActivationsError.tooManyLayers, LayerActivationsError.tooManyValues:
            throw ValidationError("--layers: \(error)")
        case is InferenceError, is RecordingError, is ActivationError, is LayerActivationsError,
            RetinotopyError.unevenUnits,
            RetinotopyError.tooManyValues,
            RetinotopyError.otherShape:
            throw ArchiveError.notANetwork(file: path, reason: "\(error)")
        default: throw error
        }
    }
}
