import GaborBanks
import Networks
import Planes
import Retinotopy

/// The stages between a picture and its map, as a report tells them: what was done, and how to do otherwise.
struct MapStages {
    private let maps: BankMaps
    private var cortex: CorticalMap { maps.pipeline.cortex }
    private var isFoveated: Bool { maps.pipeline.isFoveated }
    private var field: VisualField { maps.plans[0].field }
    private var model: V1Model { maps.plans[0].model }

    /// The stages of the first picture.
    init(of maps: BankMaps) { self.maps = maps }

    /// One stage a line or a few, its name in front.
    var lines: [String] {
        let stages =
            [
                (
                    "light",
                    maps.pipeline.isLinear
                        ? "values proportional to light" : "the stored code of sRGB (--linear for light)"
                ),
                ("retina", retina), ("LGN", lgn), ("bank", bank),
            ] + (maps.plans[0].notes + [growing].compactMap(\.self)).map { ("", $0) } + [
                ("cells", cells), ("normalised", normalised),
                ("boundary", "\(model.boundary.rawValue); a unit every \(model.stride) pixels"),
                ("cortex", Self.area(of: cortex)),
            ]
        return StageList(stages).lines
    }

    private var retina: String {
        guard isFoveated else { return "a sample in every pixel (--foveate samples by magnification)" }
        let edge = field.largestEccentricity
        let spacing = Foveation(of: field, by: cortex).spacing(atEccentricity: edge)
        return "a sample in every pixel at fixation, in \(short(spacing)) at \(short(edge))°, by magnification"
    }

    private var lgn: String {
        guard let relay = model.relay else { return "left out (--lgn parvo or magno)" }
        let peak = cyclesPerDegree(short(relay.peak.cyclesPerDegree(at: field.resolution)))
        return
            "\(relay.kind.rawValue)cellular, centre σ \(short(relay.spot.sigmaCenter)) px, surround σ \(short(relay.spot.sigmaSurround)) px with \(rounded(relay.spot.surroundWeight, 2)) of the centre's weight (Croner & Kaplan 1995, Table 1; over the population their abstract gives 0.55), best at \(peak)"
    }

    private var bank: String {
        let orientations = Set(model.bank.filters.compactMap(\.orientation)).count
        let frequencies = Set(model.bank.filters.map(\.spatialFrequency)).count
        return
            "\(model.bank.name), \(counted(model.bank.filters.count, "filter", "filters")) of \(model.bank.size) pixels, \(counted(orientations, "orientation", "orientations")), \(frequencies) frequencies"
    }

    private var growing: String? {
        maps.plans[0].growing.map { growing in
            let edge = field.largestEccentricity
            return
                "That is at fixation, and so are the frequencies of channels. Every place is seen by filters as wide as fields are there, .22 + .044 of its eccentricity (Dow 1981): \(short(GrowingV1.growth(at: edge))) times at \(short(edge))°. Filters of \(counted(growing.rings.count, "ring", "rings")), a twelfth of an octave apart, are mixed in between."
        }
    }

    private var cells: String {
        switch model.cells {
        case .linear: "linear: a filter's response with its sign"
        case .simple: "simple: a filter's response, half-rectified"
        case .complex: "complex: √(even² + odd²) of a quadrature pair"
        }
    }

    private var normalised: String {
        guard let normalization = model.normalization else { return "no (--normalize 0.1)" }
        return
            "by all channels of a place: D²/(σ² + ΣD²), σ \(short(normalization.semisaturation)) contrast (Heeger 1992)"
    }

    /// The area of cortex and the law of its map.
    static func area(of cortex: CorticalMap) -> String {
        let pole = cortex.peripheral.map { ", b \(short($0))°" } ?? ""
        let law = cortex.peripheral == nil ? "monopole" : "wedge-dipole"
        return
            "\(cortex.area.name), \(law): k \(short(cortex.scale)) mm, a \(short(cortex.foveal))°\(pole); known to \(short(cortex.reach))°"
    }
}

/// Stages and what was done in each, one a line or a few, its name in front.
struct StageList {
    private let stages: [(name: String, choice: String)]

    /// A list; a stage without a name goes on with the one before.
    init(_ stages: [(name: String, choice: String)]) {
        self.stages = stages
    }

    /// The lines, at most 80 columns.
    var lines: [String] {
        let width = (stages.map(\.name.count).max() ?? 0) + 2
        return stages.flatMap { name, choice in
            // Spaces that do not break keep the stage's name on its line.
            let space = String(repeating: "\u{A0}", count: width - name.count)
            return wrapped(name + space + choice, indent: String(repeating: " ", count: width))
        }
    }
}
