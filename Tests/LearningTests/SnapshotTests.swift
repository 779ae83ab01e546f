import Testing

@testable import Learning

@Suite struct SnapshotTests {
    @Test func `snapshots are close together at first, then one an epoch`() {
        #expect(Snapshot.steps(perEpoch: 250, epochs: 3) == [0, 32, 63, 125, 250, 500, 750])
        #expect(Snapshot.steps(perEpoch: 1, epochs: 2) == [0, 1, 2])
    }
}
