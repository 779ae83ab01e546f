import Foundation
import Testing

/// Examples of the documentation are the bodies of tests of this folder, so that they compile and give what they say.
@Suite struct ExampleBlocksTests {
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let root = here.appendingPathComponent("../..")

    private static func text(_ place: URL) throws -> String { try String(contentsOf: place, encoding: .utf8) }

    private static func words(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The libraries that the package offers.
    private static func libraries() throws -> [String] {
        try text(root.appendingPathComponent("Package.swift")).matches(of: /\.library\(name: "(\w+)"/)
            .map { String($0.output.1) }
    }

    @Test func `each library has a page, whose example is a test`() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.here, includingPropertiesForKeys: nil)
        let compiled = try files.filter { $0.lastPathComponent.hasSuffix("ExampleTests.swift") }
            .map { Self.words(try Self.text($0)) }
        let libraries = try Self.libraries()
        #expect(libraries.count > 20)
        for library in libraries {
            let page = try Self.text(
                Self.root.appendingPathComponent("Sources/\(library)/\(library).docc/\(library).md"))
            #expect(page.hasPrefix("# ``\(library)``\n"))
            let blocks = page.components(separatedBy: "```swift\n").dropFirst()
                .map { Self.words($0.components(separatedBy: "```")[0]) }
            #expect(!blocks.isEmpty, "\(library) has no example")
            for block in blocks {
                #expect(compiled.contains { $0.contains(block) }, "\(library): no test has this example: \(block)")
            }
        }
    }
}
