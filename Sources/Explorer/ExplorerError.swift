import Inference

/// Why a request of the page is not answered, or the page cannot be served.
public enum ExplorerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing of that name.
    case noSuchPage
    /// Another name than the loopback's, another page's request, or another token.
    case forbidden
    /// A request that is none; what would be one.
    case malformed(String)
    /// More than a request may bring.
    case tooLarge(bytes: Int, limit: Int)
    /// A picture with more pixels than the page takes.
    case tooManyPixels(height: Int, width: Int, limit: Int)
    /// A picture that was let go in favour of later ones.
    case forgotten
    /// A picture or a network that does not go together, in its own words.
    case refused(String)
    /// A port that another program has, or that may not be had.
    case portTaken(port: Int, reason: String)

    /// Why a network did not run, and where that is mended.
    init(ofRun error: InferenceError) {
        switch error {
        case .inputMissing, .undecided: self = .refused("\(error), where the page is opened")
        default: self = .refused("\(error)")
        }
    }

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .noSuchPage: "there is no such page"
        case .forbidden: "only the page that was opened with its token may ask"
        case .malformed(let text): text
        case .tooLarge(let bytes, let limit): "\(bytes) bytes; at most \(limit) are taken"
        case .tooManyPixels(let height, let width, let limit):
            "the picture has \(height) × \(width) pixels; at most \(limit) are taken"
        case .forgotten: "that picture was let go; show it again"
        case .refused(let text): text
        case .portTaken(let port, let reason): "port \(port): \(reason); leave it out for a free one"
        }
    }

    /// The status of HTTP that says so.
    var status: Int {
        switch self {
        case .noSuchPage: 404
        case .forbidden: 403
        case .malformed: 400
        case .tooLarge, .tooManyPixels: 413
        case .forgotten: 410
        case .refused: 422
        case .portTaken: 500
        }
    }
}
