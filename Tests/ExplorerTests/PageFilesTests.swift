import Foundation
import Testing

@testable import Explorer

@Suite struct PageFilesTests {
    func text(_ name: String) throws -> String {
        String(decoding: try #require(PageFiles.file(name)).body, as: UTF8.self)
    }

    @Test func `the page has no script or style of its own, and asks no other host`() throws {
        let page = try text("")
        #expect(!page.contains(/<script(?![^>]*src=)/) && !page.contains("<style") && !page.contains(/\sstyle=/))
        #expect(!page.contains(/\son[a-z]+=/), "an attribute that is a script")
        for name in ["", "explore.css"] + PageFiles.modules.map(\.name) {
            let others = try text(name).matches(of: /https?:\/\/[a-z0-9.]+/).map { String($0.output) }
            #expect(others.allSatisfy { $0 == "http://www.w3.org" }, "\(name): \(others)")
        }
    }

    @Test func `every module that is imported is there, and comes before`() throws {
        var known: Set<String> = []
        for (name, bytes) in PageFiles.modules {
            let source = String(decoding: bytes, as: UTF8.self)
            for line in source.split(separator: "\n") where line.hasPrefix("import ") {
                let file = try #require(line.firstMatch(of: /from "\.\/([a-z]+\.js)";$/)?.output.1, "\(line)")
                #expect(known.contains(String(file)), "\(name) imports \(file)")
            }
            known.insert(name)
        }
    }

    @Test func `modules can stand one after the other in one file`() throws {
        // No name is declared twice at the top.
        var owners: [String: String] = [:]
        for (name, bytes) in PageFiles.modules {
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
                let pattern = /^(?:export )?(?:async )?(?:class|function|const|let) ([A-Za-z]+)/
                guard let declared = line.firstMatch(of: pattern).map({ String($0.output.1) }) else { continue }
                #expect(owners[declared] == nil, "\(declared) of \(name) and \(owners[declared] ?? "")")
                owners[declared] = name
            }
        }
        #expect(owners.count > 30)
    }

    @Test(arguments: [
        "../Package.swift", "..%2fPackage.swift", "/etc/passwd", "explore.js/", "Explore.js", "index.html",
    ])
    func `only the page's own files are handed out`(name: String) { #expect(PageFiles.file(name)?.status == nil) }
}
