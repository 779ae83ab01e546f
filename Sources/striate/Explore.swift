import ArgumentParser
import Archives
import Explorer
import Files
import Foundation
import GSL
import GaborBanks
import Inference
import Kernels
import Networks
import Planes
import Reports
import Workers

/// `striate explore`: a page on this machine, to draw on and to look into a network.
struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Opens a page on this machine: draw a digit, pick any unit, see what it sees and its arithmetic.",
        discussion: """
            Example:
              striate explore
              striate explore data/alexnet/alexnet-features.onnx data/photos/coffee.png data/photos/chelsea.png
              striate explore data/alexnet/alexnet-features.onnx --preferred out/prefer
            """)

    @Argument(help: "A network, or a file of kernels (default: LeNet; where pictures are given, AlexNet's features).")
    var model: String?

    @Argument(
        help:
            "Pictures (\(ImageFormat.pictureNames)), folders of them, or CSVs with a picture in each row (default: photographs)."
    )
    var images: [String] = []

    @Option(help: ArgumentHelp("Names of the classes, one per line.", valueName: "file"))
    var labels: String?

    @Option(help: ArgumentHelp("Of a CSV: each N-th row.", valueName: "n"))
    var every = 100

    @Option(
        help: ArgumentHelp(
            "The folder of a run of striate prefer on the model: its patches stand beside a channel's units.",
            valueName: "dir"))
    var preferred: String?

    @Option(help: ArgumentHelp("The port to serve at (default: a free one).", valueName: "n"))
    var port: Int?

    @Flag(help: "Do not open a browser; the address is printed.")
    var noOpen = false

    @Option(help: ArgumentHelp("Pieces of work at once (default: cores).", valueName: "n"))
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: ArgumentHelp("Seed of all chance.", valueName: "n"))
    var seed: UInt64 = 0

    @OptionGroup var input: InputOptions
    @OptionGroup var chance: NullOptions

    func validate() throws {
        try expect("--jobs", jobs, 1...)
        try expect("--every", every, 1...)
        if let port { try expect("--port", port, 1...65535) }
    }

    func run() throws {
        let explorer = try explorer()
        let server: ExplorerServer
        do throws(ExplorerError) { server = try ExplorerServer(explorer, port: port) } catch {
            throw ValidationError("--port: \(error)")
        }
        let isOpened = !noOpen
        let outcome = Outcome()
        let serving = Task.detached {
            do throws(ExplorerError) { try await server.run() } catch { outcome.end("\(error)") }
        }
        Task.detached {
            do throws(OutputError) { try StandardStream.print("\(server.address)\n") } catch {
                serving.cancel()
                outcome.end(nil)
            }
            if isOpened { Browser.open(server.address) }
        }
        if let failure = outcome.wait() { throw ValidationError("--port: \(failure)") }
    }

    /// What the page shows.
    private func explorer() throws -> Explorer {
        let (path, images) = files
        let workers = Workers(jobs)
        let (scene, note) = try scene(path, workers)
        let pictures = try images.isEmpty ? [] : PictureSource(images, every: every).pictures(inOrderOf: images)
        return Explorer(
            model: URL(fileURLWithPath: path).lastPathComponent, version: Striate.version, scene: scene, note: note,
            kernels: try firstLayer(path, workers), preferred: try preferred(path, scene),
            pictures: pictures.map { picture in
                Explorer.Given(name: picture.row.map { "\(picture.name), row \($0)" } ?? picture.name) {
                    try picture.image()
                }
            }, startsWithPicture: !self.images.isEmpty, seed: seed)
    }

    /// The patches of a run.
    private func preferred(_ path: String, _ scene: NetworkScene?) throws -> PreferredPatches? {
        guard let folder = preferred else { return nil }
        guard let scene else { throw ValidationError("--preferred: \(path) holds kernels, and no network") }
        do { return try PreferredPatches(folder, of: scene.network, model: path) } catch let error as ExplorerError {
            throw ValidationError("--preferred: \(error)")
        }
    }

    /// The model and the pictures: what was typed, and bundled files for what was not.
    private var files: (model: String, images: [String]) {
        let photographs = ["chelsea", "coffee", "astronaut", "camera"]
            .map { BundledFiles.path("data/photos/\($0).png") }.filter(FileManager.default.fileExists)
        guard let model else { return (BundledFiles.path("data/lenet/lenet-5.onnx"), photographs) }
        // A picture alone is a photograph to be looked at; an array alone holds kernels.
        if let file = try? ImageFile(path: model), file.format != .array {
            return (BundledFiles.path("data/alexnet/alexnet-features.onnx"), [model] + images)
        }
        return (model, images.isEmpty ? photographs : images)
    }

    /// The network laid out; of a file without one, why.
    private func scene(_ path: String, _ workers: Workers) throws -> (NetworkScene?, String?) {
        let network: RunnableNetwork
        do { network = try input.network(path, workers: workers) } catch let error as ArchiveError {
            // Weights without a network can still be looked at, kernel by kernel.
            guard (try? ModelFile(path: path)) != nil else { throw error }
            return (nil, "\(error)")
        }
        let names = try labels.map { try LabelFile(path: $0, count: network.classCount ?? 0).labels }
        return (try naming(path) { try NetworkScene(network, labels: names) }, nil)
    }

    /// The first layer and how it is compared with V1; `nil` where there is no convolution.
    private func firstLayer(
        _ path: String, _ workers: Workers
    ) throws -> (count: Int, study: @Sendable (@escaping @Sendable (Int) -> Void) throws -> Comparison)? {
        guard let file = try? ModelFile(path: path), let choice = try? file.choice(of: nil),
            let kernels = try? file.kernels(of: choice.layer)
        else { return nil }
        let (seed, nulls) = (seed, chance.nulls)
        let resolution = try PixelsPerDegree(Compare.customaryResolution).orUsage("--ppd")
        return (
            kernels.count,
            { done in
                var generator = MersenneTwister(seed: seed)
                let bank = try MacaqueBank(count: 256, at: resolution, size: kernels.size).drawn(using: &generator).bank
                return Comparison(
                    of: kernels, with: bank,
                    settings: Comparison.Settings(
                        seed: seed, nullCount: nulls, matchCount: 3, bestPhase: false, cellType: .simple,
                        resolution: nil, bankResolution: resolution),
                    workers: workers, finished: done)
            }
        )
    }
}

/// How serving ended, for the thread that waits for it.
private final class Outcome: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private nonisolated(unsafe) var failure: String?

    func end(_ text: String?) {
        failure = text
        semaphore.signal()
    }

    func wait() -> String? {
        semaphore.wait()
        return failure
    }
}

/// The reader's browser, where there is a screen.
private enum Browser {
    /// Opens an address; nothing where no program does that.
    static func open(_ address: String) {
        let environment = ProcessInfo.processInfo.environment
        guard ["DISPLAY", "WAYLAND_DISPLAY"].contains(where: { environment[$0]?.isEmpty == false }) else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["xdg-open", address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try? process.run()
    }
}

extension RunnableNetwork {
    /// Classes of its answer, by its shape.
    var classCount: Int? {
        guard let output = network.outputs.first,
            let shapes = try? Shapes(of: network, inputs: [image.name: image.shape]), let shape = shapes[output]
        else { return nil }
        return elementCount(shape)
    }
}
