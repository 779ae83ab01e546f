import Inference
import Planes

/// The pictures that the page showed, the latest kept, and what the network made of them.
actor PictureStore {
    /// A picture at the network's size, and the photograph it was made from.
    struct Shown: Sendable {
        let fitted: Image
        let input: [String: Tensor<Float>]
    }

    private let scene: NetworkScene
    private var pictures: [(id: Int, shown: Shown)] = []
    private var runs: [(id: Int, run: RecordedRun)] = []
    private var next = 0
    /// Weights are read once.
    private var first: RecordedRun?

    /// Pictures that are kept.
    private static let mostPictures = 256
    /// Activations that are kept of all runs together.
    private static let mostUnits = 1 << 25

    init(_ scene: NetworkScene) { self.scene = scene }

    /// Keeps a picture at the network's size, and gives it a number.
    func add(_ fitted: Image) throws(ExplorerError) -> Int {
        do throws(InferenceError) {
            pictures.append((next, Shown(fitted: fitted, input: try scene.network.input(ofFitted: fitted))))
        } catch { throw .refused("\(error)") }
        if pictures.count > Self.mostPictures { pictures.removeFirst() }
        next += 1
        return next - 1
    }

    /// A picture.
    func picture(_ id: Int) throws(ExplorerError) -> Shown {
        guard let picture = pictures.last(where: { $0.id == id }) else { throw .forgotten }
        return picture.shown
    }

    /// The network's run on a picture, made where it was let go.
    func run(_ id: Int) throws(ExplorerError) -> RecordedRun {
        if let place = runs.lastIndex(where: { $0.id == id }) {
            runs.append(runs.remove(at: place))
            return runs[runs.count - 1].run
        }
        let shown = try picture(id)
        let run: RecordedRun
        do throws(InferenceError) {
            run =
                if let first { try first.again(on: shown.input) } else {
                    try RecordedRun(
                        of: scene.network.network, upTo: scene.targets, on: shown.input, workers: scene.network.workers)
                }
        } catch { throw ExplorerError(ofRun: error) }
        if first == nil { first = run }
        runs.append((id, run))
        let most = max(1, min(Self.mostUnits / max(SceneListing(scene).units, 1), Self.mostPictures))
        if runs.count > most { runs.removeFirst(runs.count - most) }
        return run
    }
}
