import Archives
import Testing

@Suite struct RecordedStimuliTests {
    private func stimuli(_ text: String) throws -> (RecordedStimuli, digests: [String], paths: [String]) {
        try withFile("stimuli.csv", Array(text.utf8)) {
            let stimuli = try RecordedStimuli(csv: $0)
            return (stimuli, try stimuli.values(of: .sha256), try stimuli.values(of: .path))
        }
    }

    @Test func `pictures that could not be shown are told with their reason`() throws {
        let (stimuli, digests, paths) = try stimuli(
            "path,sha256,error\na.png,12,\nb.png,,\"b.png: no, none\"\nc.png,34,\n")
        #expect(stimuli.count == 3 && stimuli.shown == [0, 2] && stimuli.isShown == [true, false, true])
        #expect(stimuli.failures.map(\.row) == [1] && stimuli.failures.map(\.error) == ["b.png: no, none"])
        #expect(digests == ["12", "", "34"] && paths == ["a.png", "b.png", "c.png"])
    }

    @Test func `a table without their columns is refused`() {
        let error = #expect(throws: ArchiveError.self) { try stimuli("path,error\na.png,\n") }
        #expect(error.map { "\($0)" }?.hasSuffix("columns path, sha256 and error are expected") == true)
    }
}
