import Foundation
import Inference
import Networks
import Physiology
import Retinotopy
public import Planes
public import Reports

/// What the local page shows and answers: a network that runs, its pictures, the kernels of a first layer, the cortex.
///
/// It knows nothing of sockets; ``ExplorerServer`` serves it.
public struct Explorer: Sendable {
    /// A picture that the page offers from the start.
    public struct Given: Sendable {
        let name: String
        let image: @Sendable () throws -> Image

        /// A picture by the name that is shown.
        public init(name: String, image: @escaping @Sendable () throws -> Image) {
            (self.name, self.image) = (name, image)
        }
    }

    private let model: String
    private let version: String
    private let scene: NetworkScene?
    private let sceneNote: String?
    private let store: PictureStore?
    private let explanations: Explanations?
    private let preferred: PreferredPatches?
    private let firstLayer: FirstLayer?
    private let kernelCount: Int
    private let pictures: [Given]
    private let startsWithPicture: Bool

    /// Values of all layers together up to which they are sent with every picture.
    private static let fewUnits = 1 << 16
    /// The longer side of a photograph for the cortex.
    private static let photographSide = 640

    /// Everything that a page shows.
    ///
    /// - Parameters:
    ///   - model: its file's name.
    ///   - version: the program's, as the page shows it.
    ///   - scene: the network; `nil` for weights without one, with a note that says why.
    ///   - note: why there is no scene.
    ///   - kernels: how many the first layer has, and how it is compared with V1; `nil` without a first layer.
    ///   - preferred: what drives its channels most, where a run has found it.
    ///   - pictures: those offered from the start.
    ///   - startsWithPicture: whether the first of them is shown at once, also where one could draw.
    ///   - seed: of the noise of explanations, and of the permutations that they are compared with.
    public init(
        model: String, version: String, scene: NetworkScene?, note: String? = nil,
        kernels: (count: Int, study: @Sendable (@escaping @Sendable (Int) -> Void) throws -> Comparison)? = nil,
        preferred: PreferredPatches? = nil, pictures: [Given] = [], startsWithPicture: Bool = false,
        seed: UInt64 = 0
    ) {
        self.startsWithPicture = startsWithPicture
        (self.model, self.version, self.scene, sceneNote, self.pictures) = (model, version, scene, note, pictures)
        self.preferred = preferred
        store = scene.map { PictureStore($0) }
        explanations = scene.map { Explanations($0, seed: seed) }
        firstLayer = kernels.map { FirstLayer($0.study) }
        kernelCount = kernels?.count ?? 0
    }

    /// The answer to a request that may be made, at a path behind the token.
    func answer(_ request: PageRequest, at path: String) async throws(ExplorerError) -> PageResponse {
        if ["GET", "HEAD"].contains(request.method), let file = PageFiles.file(path) { return file }
        switch (request.method, path) {
        case ("GET", "api/scene"): return try PageResponse(json: listing)
        case ("POST", "api/drawing"): return try await drawing(request)
        case ("POST", "api/photograph"):
            return try await photograph(UploadedPicture.image(request.body), name: "your picture")
        case ("GET", "api/given"): return try await given(request)
        case ("GET", "api/layer"): return try await layer(request)
        case ("GET", "api/unit"):
            let (scene, place) = try await unit(request)
            return try PageResponse(json: UnitArithmetic(place, in: scene).account())
        case ("GET", "api/paths"):
            let (scene, place) = try await unit(request)
            return try PageResponse(json: StrongPaths(to: place, in: scene))
        case ("GET", "api/explanation"): return try await explanation(request)
        case ("GET", "api/preferred"): return try preferred(request)
        case ("GET", "api/kernels"): return try await kernels()
        case ("GET", "api/cortex"): return try cortex(request)
        default: throw .noSuchPage
        }
    }

    private struct Listing: Encodable {
        let model, version: String
        let network: SceneListing?
        let note: String?
        let pictures: [String]
        let kernels: Int
        let maps: [String]
        /// Ways to explain an answer.
        let methods: [String]
        /// Whether there are patches that drive channels most.
        let hasPreferred: Bool
        let isSmall: Bool
        /// Whether the first picture is shown at once.
        let startsWithPicture: Bool
    }

    private var listing: Listing {
        let network = scene.map { SceneListing($0) }
        return Listing(
            model: model, version: version, network: network, note: sceneNote, pictures: pictures.map(\.name),
            kernels: kernelCount, maps: CorticalMap.Named.allCases.map(\.rawValue),
            methods: AttributionMethod.Kind.allCases.map(\.rawValue), hasPreferred: preferred != nil,
            isSmall: (network?.units ?? 0) <= Self.fewUnits, startsWithPicture: startsWithPicture)
    }

    private func drawing(_ request: PageRequest) async throws(ExplorerError) -> PageResponse {
        let side = try request.number("side", in: 8..<1025)
        guard request.body.count == side * side else { throw .malformed("side × side bytes of grey are expected") }
        guard let scene else { throw .refused(sceneNote ?? "there is no network") }
        let ink = Ink(drawing: Plane(size: PixelSize(side: side), values: request.body.map { Float($0) / 255 }))
        let isCentred = request.query["centred"] == "1"
        let (picture, placement, reading): (Image, Placement, DrawingReading)
        do throws(PreprocessingError) {
            picture = try ink.picture(of: scene.network.size, centred: isCentred)
            placement = try ink.placement(of: scene.network.size, centred: isCentred)
            reading = try ink.reading(centred: isCentred)
        } catch {
            throw .refused("\(error)")
        }
        return try await seen(picture, photograph: nil, name: "your drawing", reading: reading, placement: placement)
    }

    private func photograph(_ image: Image, name: String) async throws(ExplorerError) -> PageResponse {
        let longer = max(image.size.height, image.size.width)
        let scale = min(1, Double(Self.photographSide) / Double(longer))
        let size = PixelSize(
            height: max(Int(Double(image.size.height) * scale), 1),
            width: max(Int(Double(image.size.width) * scale), 1))
        let small = image.encoded.resized(to: size, keeping: size)
        guard let scene else {
            return try PageResponse(json: SeenPicture(name: name, photograph: small, width: image.size.width))
        }
        let fitted: Image
        do throws(InferenceError) { fitted = try scene.network.fitted(image.encoded) } catch {
            throw .refused("\(error)")
        }
        return try await seen(
            fitted, photograph: small, width: image.size.width, name: name,
            reading: scene.network.reading(of: .image(image.encoded)))
    }

    private func given(_ request: PageRequest) async throws(ExplorerError) -> PageResponse {
        let given = pictures[try request.number("index", in: pictures.indices)]
        let image: Image
        do { image = try given.image() } catch { throw .refused("\(error)") }
        return try await photograph(image, name: given.name)
    }

    /// Shows a picture to the network.
    private func seen(
        _ fitted: Image, photograph: Image?, width: Int? = nil, name: String, reading: DrawingReading?,
        placement: Placement? = nil
    ) async throws(ExplorerError) -> PageResponse {
        guard let scene, let store else { throw .refused(sceneNote ?? "there is no network") }
        let id = try await store.add(fitted)
        let run = try await store.run(id)
        var picture = SeenPicture(name: name, photograph: photograph, width: width)
        picture.id = id
        picture.input = PackedNumbers(fitted)
        picture.preprocessing = scene.network.preprocessing.summary(
            channels: scene.network.image.channels, reading: reading)
        picture.placement = placement.map { SeenPicture.Placed($0) }
        picture.describe(run, in: scene, withLayers: listing.isSmall)
        return try PageResponse(json: picture)
    }

    private func layer(_ request: PageRequest) async throws(ExplorerError) -> PageResponse {
        guard let scene, let store else { throw .noSuchPage }
        let layer = try scene.layer(of: request).layer
        let run = try await store.run(request.number("picture", in: 0..<Int.max))
        return try PageResponse(json: SeenLayer(run.array(of: layer)))
    }

    private func unit(_ request: PageRequest) async throws(ExplorerError) -> (NetworkScene, UnitPlace) {
        guard let scene, let store else { throw .noSuchPage }
        let run = try await store.run(request.number("picture", in: 0..<Int.max))
        return (scene, try UnitPlace(request, in: scene, run))
    }

    private func explanation(_ request: PageRequest) async throws(ExplorerError) -> PageResponse {
        guard let scene, let store, let explanations else { throw .noSuchPage }
        let question = try Explanations.Question(request, in: scene)
        let picture = try await store.picture(request.number("picture", in: 0..<Int.max))
        return try await PageResponse(states: explanations.states(question, of: picture))
    }

    private func preferred(_ request: PageRequest) throws(ExplorerError) -> PageResponse {
        guard let scene, let preferred else { throw .noSuchPage }
        let layer = try scene.layer(of: request).layer
        return try PageResponse(
            json: preferred.seen(layer: layer.name, channel: request.number("channel", in: 0..<Int.max)))
    }

    private struct KernelState: Encodable {
        let done, count: Int
        let listing: KernelListing?
    }

    private func kernels() async throws(ExplorerError) -> PageResponse {
        guard let firstLayer else { throw .noSuchPage }
        let (listing, done) = try await firstLayer.state()
        return try PageResponse(json: KernelState(done: done, count: kernelCount, listing: listing))
    }

    private func cortex(_ request: PageRequest) throws(ExplorerError) -> PageResponse {
        guard let map = request.query["map"].flatMap(CorticalMap.Named.init(rawValue:)) else {
            let names = CorticalMap.Named.allCases.map(\.rawValue).joined(separator: ", ")
            throw .malformed("map: one of \(names) is expected")
        }
        return try PageResponse(json: CortexSheet(map, reach: Double(request.number("reach", in: 1..<91))))
    }
}
