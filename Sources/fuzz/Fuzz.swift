import Archives
import Glibc

/// libFuzzer over the reading of model files: whatever an input is, nothing may stop the program.
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

    /// Opens an input as a model file and reads every layer.
    private static func tryInput(_ input: UnsafeRawBufferPointer) -> CInt {
        guard ftruncate(scratch, 0) == 0, pwrite(scratch, input.baseAddress, input.count, 0) == input.count else {
            return -1
        }
        do throws(ArchiveError) {
            let file = try ModelFile(path: "/proc/self/fd/\(scratch)")
            if let wanted, wanted != "\(file.format)" { return -1 }
            for layer in file.layers {
                _ = try? file.kernels(of: layer)
                _ = try? file.bias(of: layer)
            }
            _ = try file.choice(of: nil)
        } catch {
            precondition(!error.description.contains("\n"), "a message of several lines")
        }
        return 0
    }
}

/// libFuzzer's entry, in the runtime that `-sanitize=fuzzer` links.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
