public import Inference
public import Physiology
import Tables

/// What `explain` shows: of each picture what the methods find, how complete that is, and whether it is of the network.
public struct AttributionReport: Sendable {
    private let model: String
    private let study: ExplanationStudy
    private let preprocessing: String
    private var lines: [String] = []

    /// A report without pictures yet.
    ///
    /// - Parameters:
    ///   - model: the file's name without its folder.
    ///   - study: the methods and what they explain.
    ///   - preprocessing: one line on what was done to pictures.
    public init(model: String, study: ExplanationStudy, preprocessing: String) {
        (self.model, self.study, self.preprocessing) = (model, study, preprocessing)
    }

    /// Adds a picture: of many, only the first are told of, and the others stand in the table.
    public mutating func add(_ picture: ExplainedPicture) {
        pictures += 1
        guard pictures <= Self.shown, let first = picture.explanation.maps.first?.attribution else { return }
        lines += [""]
        lines += wrapped("\(picture.title): why \(picture.targetText) is answered with \(rounded(first.answer, 4))")
        let isChecked = picture.explanation.maps.contains { $0.check != nil }
        let table = TextTable(
            columns: [("", .left), ("sum", .right), ("difference", .right), ("error", .right)]
                + (isChecked ? [("last layer", .right), ("all layers", .right)] : []),
            rows: picture.explanation.maps.map { map in
                let found = map.attribution
                let cells = [
                    found.method.name, found.method.isShareOfAnswer ? rounded(found.sum, 4) : "-",
                    rounded(found.baselineAnswer.map { found.answer - $0 }, 4), percent(found.completenessError, 2),
                ]
                return cells
                    + (isChecked ? [rounded(map.check?.lastLayer, 2), rounded(map.check?.allLayers, 2)] : [])
            })
        lines += table.lines
    }

    private var pictures = 0
    private static let shown = 12

    /// The report.
    ///
    /// - Parameters:
    ///   - place: of the folder, if any.
    ///   - hasArrays: whether the folder has arrays.
    ///   - tooLong: sentences on what was left out.
    public func text(place: String?, hasArrays: Bool, tooLong: [String]) -> String {
        var text = wrapped(
            "\(model): why it answers as it does, by \(study.methods.map(\.name).joined(separator: ", "))")
        text += lines
        if pictures > Self.shown {
            text += ["", "… and \(pictures - Self.shown) more; all of them are in the table 'explained'."]
        }
        text.append("")
        if study.explainer.isBeforeSoftmax {
            text += wrapped(
                "The score is taken before the network's softmax, whose derivatives vanish where it is sure.")
        }
        for method in study.methods { text += wrapped(method.sentence, indent: "  ") }
        if !lines.joined().isEmpty, study.isChecked {
            text += wrapped(
                "Last layer, all layers: Spearman's correlation with the same map after the weights of the last layer, or of every layer, have changed places. What stays near 1 shows the picture more than what the network has learnt.",
                indent: "  ")
        }
        text += wrapped("Preprocessing \(preprocessing).", indent: "  ")
        text += tooLong.flatMap { wrapped($0) }
        text += wrapped(
            place.map {
                "Tables are in \($0)/tables (explained, attribution)\(hasArrays ? ", arrays in \($0)/arrays" : ""); the pictures in \($0)/figures."
            } ?? "Tables: --table explained|attribution, or both and pictures with --out DIR.")
        return text.joined(separator: "\n") + "\n"
    }
}

extension AttributionMethod {
    /// What its numbers are, in a sentence.
    public var sentence: String {
        switch self {
        case .gradient: "gradient: what a small change of each pixel would change."
        case .inputTimesGradient: "input-x-gradient: to first order, what each pixel adds."
        case .integratedGradients(let steps, let baseline):
            "integrated-gradients: each pixel's part in the difference from the baseline (\(baseline.rawValue)), in \(steps) steps; error: how far their sum is from that difference."
        case .smoothGrad(let samples, let noise):
            "smooth-grad: the mean gradient of \(samples) pictures with noise of \(percent(noise)) of the input's range."
        case .guidedBackpropagation:
            "guided-backprop: only positive derivatives pass rectifiers. It draws the picture's edges whatever the network has learnt, and is not faithful to it (Adebayo et al. 2018)."
        case .gradCAM(let layer, _):
            "grad-cam: the channels of '\(shortened(layer.label, 40))', weighted by their mean derivative, what is positive; drawn where its units' fields have their centres."
        case .occlusion(let window, let stride, let baseline):
            "occlusion: what the answer loses where \(window) pixels are covered (\(baseline.rawValue)), every \(stride) pixels."
        }
    }
}
