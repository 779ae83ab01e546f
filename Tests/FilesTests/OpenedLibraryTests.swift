import COpenedLibrary
import Testing

/// Opening a library that is there, and of what is not.
@Suite struct OpenedLibraryTests {
    private static let mathematics = "libm.so.6"

    /// The addresses that opening gives of functions; `nil` where it fails.
    private static func addresses(_ file: String, _ names: [StaticString]) -> [UnsafeMutableRawPointer?]? {
        var pointers: [UnsafePointer<CChar>?] = names.map {
            UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        var calls = [UnsafeMutableRawPointer?](repeating: nil, count: names.count)
        return open_library(file, &pointers, Int32(names.count), &calls) == nil ? nil : calls
    }

    @Test func `functions are given in the order of their names`() throws {
        typealias Function = @convention(c) (Double) -> Double
        let calls = try #require(Self.addresses(Self.mathematics, ["floor", "ceil"]))
        let values = calls.map { unsafeBitCast($0, to: Function.self)(1.5) }
        #expect(values == [1, 2])
    }

    @Test func `a library or a function that is not there is told`() {
        #expect(Self.addresses("libnowhere.so.1", ["floor"]) == nil)
        #expect(Self.addresses(Self.mathematics, ["floor", "is_no_function"]) == nil)
    }

    @Test func `a library that is needed and is not there ends the program as its loader would`() async {
        await #expect(processExitsWith: .exitCode(127)) {
            need_library("libnowhere.so.1", nil, 0, nil)
        }
    }
}
