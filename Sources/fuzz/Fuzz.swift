import Archives
import Glibc
import Inference
import Networks
import Planes
import ReceptiveFields
import Workers

/// libFuzzer over the reading of model files and pictures, and over what is followed and run of networks that were read:
/// whatever an input is, nothing may stop the program.
@main struct Fuzz {
    /// A file in memory without a name, written over by each input.
    private static let scratch: Int32 = {
        let path = "/dev/shm/striate-fuzz-\(getpid())"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        unlink(path)
        return descriptor
    }()

    /// The format that is tried: inputs that turn out to be of another are kept out of the corpus.
    private static let wanted = getenv("STRIATE_FORMAT").map { String(cString: $0) }

    static func main() {
        var (count, arguments) = (CommandLine.argc, Optional(CommandLine.unsafeArgv))
        exit(
            runDriver(&count, &arguments) { start, count in
                guard let start else { return 0 }
                return Fuzz.tryInput(UnsafeRawBufferPointer(start: start, count: count))
            })
    }

    /// Whether the format that is tried is a picture's.
    private static let isOfPictures = ImageFormat.allCases.contains { "\($0)" == wanted }

    /// Opens an input as the file that is tried.
    private static func tryInput(_ input: UnsafeRawBufferPointer) -> CInt {
        guard ftruncate(scratch, 0) == 0, pwrite(scratch, input.baseAddress, input.count, 0) == input.count else {
            return -1
        }
        let path = "/proc/self/fd/\(scratch)"
        do throws(ArchiveError) {
            return try isOfPictures ? tryPicture(path) : tryModel(path)
        } catch {
            precondition(!error.description.contains("\n"), "a message of several lines")
        }
        return 0
    }

    /// Opens a picture and decodes it; -1 where it is of another format.
    private static func tryPicture(_ path: String) throws(ArchiveError) -> CInt {
        let file = try ImageFile(path: path)
        if wanted != "\(file.format)" { return -1 }
        // Few pixels, that many inputs may be tried in a second.
        guard file.header.size.count <= 1 << 18 else { return 0 }
        let size = try file.image().size
        precondition(size == file.header.size, "a picture of another size than its header's")
        return 0
    }

    /// Opens a model file, reads every layer, and follows and runs its network; -1 where it is of another format.
    private static func tryModel(_ path: String) throws(ArchiveError) -> CInt {
        let file = try ModelFile(path: path)
        if let wanted, wanted != "\(file.format)" { return -1 }
        for layer in file.layers {
            _ = try? file.kernels(of: layer)
            _ = try? file.bias(of: layer)
        }
        if let network = try? file.network() { follow(network) }
        _ = try file.choice(of: nil)
        return 0
    }

    /// Works out the fields of a network and runs it on a small gray image.
    private static func follow(_ network: Network) {
        // A small image, that many inputs may be tried in a second; where the file says its size, that.
        for side in [nil, 16] {
            guard let image = try? ImageInput(of: network, height: side, width: side) else { continue }
            guard let fields = try? ReceptiveFields(of: network, image: image) else { continue }
            precondition(fields.tensors.allSatisfy { $0.rows.size >= 0 && $0.columns.size >= 0 })
            let size = PixelSize(height: image.height, width: image.width)
            guard Count.product(image.shape) <= 1 << 14,
                let runnable = try? RunnableNetwork(network, size: size, workers: Workers(1))
            else { continue }
            let runner = try? Runner(
                network, giving: network.outputs, on: [image.name: image.shape], workers: runnable.workers)
            _ = try? runner?.run([image.name: Tensor(shape: image.shape, repeating: 0.5)])
        }
    }
}

/// libFuzzer's entry, in the runtime that `-sanitize=fuzzer` links.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
