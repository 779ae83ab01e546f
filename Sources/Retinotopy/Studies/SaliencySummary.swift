import Planes

/// What a report says of one photograph or scene: small, so that many can be kept.
public struct SaliencySummary: Sendable, Codable {
    /// As tables and reports call it.
    public let name: String
    /// What V1 was shown.
    public let subject: SaliencyStudy.Subject
    /// Over the places that count.
    public let mean, standardDeviation: Double
    /// Fixations in their order.
    public let peaks: [SaliencyStudy.Place]
    /// Of a scene, the mean saliency of each column of bars, from the left.
    public let columns: [Double]
    /// Of a scene, the place where a single bar is turned.
    public let center: SaliencyStudy.Place?

    /// The summary of a study.
    public init(of study: SaliencyStudy) {
        (name, subject, mean, standardDeviation, peaks) = (
            study.name, study.subject, study.mean, study.standardDeviation, study.peaks
        )
        guard case .scene(let scene) = study.subject else {
            (columns, center) = ([], nil)
            return
        }
        center = scene.kind.map { _ in study.place(row: BarScene.center, column: BarScene.center) }
        columns = Set(scene.bars.map(\.column)).sorted().map { column in
            let values = scene.bars.filter { $0.column == column }.map {
                study.map.values[$0.row * study.map.size.width + column]
            }
            return values.reduce(0, +) / Double(values.count)
        }
    }
}
