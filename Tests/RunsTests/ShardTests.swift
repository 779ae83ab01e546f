import Foundation
import ReferenceData
import Tables
import Testing

@testable import Runs

@Suite struct ShardTests {
    @Test(arguments: [1, 2, 3, 7])
    func `parts hold every item once, whether counted from 0 or from 1`(count: Int) throws {
        for first in [0, 1] {
            let parts = try (first..<first + count).map { try #require(Shard($0, of: count)) }
            #expect(parts.flatMap { $0.items(of: 20) }.sorted() == Array(0..<20))
            #expect(parts.allSatisfy { part in (0..<20).filter(part.contains) == part.items(of: 20) })
        }
        #expect(Shard(count + 1, of: count) == nil && Shard(-1, of: count) == nil && Shard(0, of: 0) == nil)
    }

    private static func task(_ id: Int, _ min: Int, _ step: Int, _ count: Int) -> [String: String] {
        [
            "SLURM_ARRAY_TASK_ID": "\(id)", "SLURM_ARRAY_TASK_MIN": "\(min)", "SLURM_ARRAY_TASK_STEP": "\(step)",
            "SLURM_ARRAY_TASK_COUNT": "\(count)",
        ]
    }

    @Test func `a task of Slurm is its place in the range`() throws {
        #expect(try Shard(slurm: Self.task(0, 0, 1, 8)) == Shard(0, of: 8))
        #expect(try Shard(slurm: Self.task(8, 1, 1, 8)) == Shard(7, of: 8))
        #expect(try Shard(slurm: Self.task(30, 10, 10, 3)) == Shard(2, of: 3))
    }

    @Test func `what is no task of a range is refused`() {
        func message(_ environment: [String: String]) -> String {
            do { return "\(try Shard(slurm: environment))" } catch { return "\(error)" }
        }
        #expect(message([:]) == "SLURM_ARRAY_TASK_ID is not set; submit the work as an array job of Slurm")
        #expect(
            message(["SLURM_ARRAY_TASK_ID": "x"]) == "SLURM_ARRAY_TASK_ID is 'x'; a whole number is expected")
        #expect(
            message(Self.task(7, 1, 1, 3))
                == "task 7 is none of 3 from 1 in steps of 1; submit the whole range as one array job")
    }
}

@Suite struct RunWorkTests {
    static func work(
        _ shard: Shard? = nil, items: Int = 5, layer: String = "relu1", model: String = "ab"
    ) -> RunWork {
        RunWork(
            command: "activations", version: "0.1", options: ["layer": layer], digests: ["model": model], items: items,
            shard: shard, arrays: ["responses/a.npy"])
    }

    private static let layout = TableLayout<Int>(
        name: "numbers", title: "Numbers", fields: [.init(Column("n", .integer, "A number")) { .integer($0) }])

    /// Does items until one is reached, and leaves the folder as a killed process would.
    private static func run(_ place: String, _ work: RunWork, until last: Int = .max, torn: Bool = false) throws {
        let draft = try RunDraft(RunFolder(path: place, force: false), keeping: work)
        _ = try draft.place(of: "responses/a.npy")
        for item in work.own.dropFirst(draft.finished.count) {
            let rows = item == 2 ? [] : [10 * item, 10 * item + 1]
            if item >= last {
                guard torn else { return }
                try draft.append(layout.table(rows))
                return try draft.write("figures/\(item).png", [9])
            }
            try draft.append(layout.table(rows))
            try draft.write("figures/\(item).png", [UInt8(item)])
            try draft.finish(item: item, note: "note \(item)")
        }
        try draft.finish(report: "done\n", title: "Numbers", record: smallRecord())
    }

    private static func contents(_ folder: String) throws -> [String: Data] {
        let names = listing(folder).filter { $0 != "run.json" && $0 != "report.html" && !$0.hasPrefix("work") }
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                FileManager.default.contents(atPath: "\(folder)/\(name)").map { (name, $0) }
            })
    }

    @Test(arguments: 0...4, [false, true])
    func `a killed run goes on after its last finished item`(last: Int, torn: Bool) throws {
        try withScratchFolder { scratch in
            try Self.run(scratch + "/whole", Self.work())
            try Self.run(scratch + "/killed", Self.work(), until: last, torn: torn)
            #expect(!FileManager.default.fileExists(atPath: scratch + "/killed"))
            try Self.run(scratch + "/killed", Self.work())
            #expect(try Self.contents(scratch + "/killed") == Self.contents(scratch + "/whole"))
            #expect(listing(scratch).filter { $0.contains("unfinished") || $0.contains("work") }.isEmpty)
        }
    }

    @Test func `a torn line of the journal is no finished item`() throws {
        try withScratchFolder { scratch in
            try Self.run(scratch + "/a", Self.work(), until: 3)
            let journal = scratch + "/.a.striate-unfinished/work/items.jsonl"
            let text = try String(contentsOfFile: journal, encoding: .utf8)
            try text.dropLast(5).write(toFile: journal, atomically: false, encoding: .utf8)
            let draft = try RunDraft(RunFolder(path: scratch + "/a", force: false), keeping: Self.work())
            #expect(draft.finished.map(\.item) == [0, 1])
            #expect(try draft.csv(of: "numbers") == "n\n0\n1\n10\n11\n")
        }
    }

    @Test func `an item whose rows or files a lost disk did not keep is no finished item`() throws {
        try withScratchFolder { scratch in
            func finished(_ name: String) throws -> [Int] {
                try RunDraft(RunFolder(path: "\(scratch)/\(name)", force: false), keeping: Self.work()).finished.map(
                    \.item)
            }
            for name in ["rows", "file"] { try Self.run("\(scratch)/\(name)", Self.work(), until: 4) }
            let table = "\(scratch)/.rows.striate-unfinished/tables/numbers.csv"
            let text = try String(contentsOfFile: table, encoding: .utf8)
            try text.dropLast(4).write(toFile: table, atomically: false, encoding: .utf8)
            #expect(try finished("rows") == [0, 1, 2])
            try FileManager.default.removeItem(atPath: "\(scratch)/.file.striate-unfinished/figures/1.png")
            #expect(try finished("file") == [0])
        }
    }

    @Test func `a killed run of other work is not gone on with, unless it may be replaced`() throws {
        try withScratchFolder { scratch in
            let place = scratch + "/a"
            try Self.run(place, Self.work(), until: 3)
            let error = #expect(throws: RunFolderError.self) { try Self.run(place, Self.work(layer: "relu2")) }
            #expect(
                error?.description
                    == "\(place): an unfinished run lies beside it, of layer 'relu1' and not 'relu2'; give the same to go on, or force to begin anew"
            )
            let draft = try RunDraft(RunFolder(path: place, force: true), keeping: Self.work(layer: "relu2"))
            #expect(draft.finished.isEmpty)
            let held = #expect(throws: RunFolderError.self) {
                _ = try RunDraft(RunFolder(path: place, force: true), keeping: Self.work(layer: "relu2"))
            }
            #expect(
                held?.description
                    == "\(place): another process is writing this run; wait until it ends, or choose another out")
        }
    }

    @Test func `parts put together have every item's rows and files in order`() throws {
        try withScratchFolder { scratch in
            try Self.run(scratch + "/whole", Self.work())
            for index in 0..<2 { try Self.run("\(scratch)/\(index)", Self.work(Shard(index, of: 2))) }
            let set = try ShardSet([scratch + "/1", scratch + "/0"])
            #expect(set.work == Self.work() && set.notes == (0..<5).map { "note \($0)" })
            let draft = try RunDraft(RunFolder(path: scratch + "/merged", force: false))
            _ = try draft.place(of: "responses/a.npy")
            try set.forEachItem { _, rows, files in
                for (table, bytes) in rows { try draft.append(bytes, to: table) }
                for (name, path) in files {
                    try draft.write(name, Array(Data(contentsOf: URL(fileURLWithPath: path))))
                }
            }
            try draft.finish(report: "done\n", title: "Numbers", record: smallRecord())
            #expect(try Self.contents(scratch + "/merged") == Self.contents(scratch + "/whole"))
        }
    }

    @Test func `parts that are missing, doubled, foreign, different or damaged are refused by name`() throws {
        try withScratchFolder { scratch in
            func part(_ name: String, _ work: RunWork) throws { try Self.run("\(scratch)/\(name)", work) }
            for index in 0..<3 { try part("\(index)", Self.work(Shard(index, of: 3))) }
            try part("copy", Self.work(Shard(1, of: 3)))
            try part("other", Self.work(Shard(2, of: 3), layer: "relu2"))
            try part("model", Self.work(Shard(2, of: 3), model: "cd"))
            try part("half", Self.work(Shard(1, of: 2)))
            try part("whole", Self.work())
            func refusal(_ names: String...) -> String {
                do throws(ShardError) { return "\(try ShardSet(names.map { "\(scratch)/\($0)" }).notes)" } catch {
                    return error.description.replacing(scratch + "/", with: "")
                }
            }
            #expect(refusal("0", "2") == "part 1/3 is missing; give all parts of the run")
            #expect(refusal("2") == "parts 0/3, 1/3 are missing; give all parts of the run")
            #expect(refusal("0", "1", "copy") == "copy: is part 1/3, as 1 is; give each part once")
            for foreign in ["whole", "nothing"] {
                #expect(
                    refusal("0", foreign)
                        == "\(foreign): is no finished part of a run; give folders that a command wrote as parts")
            }
            #expect(
                refusal("0", "other")
                    == "other: is of another run than 0: layer is 'relu2' and not 'relu1'; give parts of one run")
            #expect(
                refusal("0", "model")
                    == "model: is of another run than 0: model is 'cd' and not 'ab'; give parts of one run")
            #expect(
                refusal("0", "half")
                    == "half: is of another run than 0: number of parts is '2' and not '3'; give parts of one run")
            try Data([7]).write(to: URL(fileURLWithPath: scratch + "/1/figures/4.png"))
            #expect(
                refusal("0", "1", "2") == "1: 'figures/4.png' is not as the part wrote it; make the part again")
        }
    }
}
