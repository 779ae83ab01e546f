import Planes
import Retinotopy

/// What a report says of one photograph or scene: small, so that many can be kept.
public struct SaliencySummary: Sendable {
    let name: String
    let subject: SaliencyStudy.Subject
    let mean, standardDeviation: Double
    /// Fixations in their order.
    let peaks: [SaliencyStudy.Place]
    /// Of a scene, the mean saliency of each column of bars, from the left.
    let columns: [Double]
    /// Of a scene, the place where a single bar is turned.
    let center: SaliencyStudy.Place?
    /// One line for each figure that could not be drawn.
    let leftOut: [String]

    /// The summary of a study.
    public init(of study: SaliencyStudy, leftOut: [String]) {
        self.leftOut = leftOut
        (name, subject, mean, standardDeviation, peaks) = (
            study.name, study.subject, study.mean, study.standardDeviation, study.peaks
        )
        guard case .scene(let scene) = study.subject else {
            (columns, center) = ([], nil)
            return
        }
        center = study.place(row: BarScene.center, column: BarScene.center)
        columns = stride(from: 0, to: BarScene.side, by: BarScene.spacing).map { column in
            let values = scene.bars.filter { $0.column == column }.map {
                study.map.values[$0.row * study.map.size.width + column]
            }
            return values.reduce(0, +) / Double(values.count)
        }
    }
}
