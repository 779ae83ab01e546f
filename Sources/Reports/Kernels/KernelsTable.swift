import GaborBanks
import Kernels
import Physiology
import Planes
import Tables

extension Comparison {
    struct KernelRow: Sendable {
        let study: KernelStudy
        let match: Match?

        var gabor: Gabor? { study.fit?.gabor }
        var tuning: LinearTuning? { study.classification.kernelClass.hasTuning ? study.tuning : nil }
        /// Where the class has a wave with an orientation.
        var oriented: Gabor? { study.classification.kernelClass.isGabor ? gabor : nil }
        /// Where there is a wave to speak of: a Gabor's, or that along a line of pixels.
        var wave: Gabor? { study.classification.kernelClass == .unclassed ? gabor : oriented }
        var errors: GaborFit.Errors? { study.classification.kernelClass.isGabor ? study.fit?.errors : nil }
        var intervals: KernelStudy.Intervals? { study.intervals }
        /// A standard error where the window could show it: none larger than the window, or than half a cycle over it.
        func error(_ value: KeyPath<GaborFit.Errors, Double>, atMost limit: Double) -> Double? {
            errors.map { $0[keyPath: value] }.flatMap { $0 <= limit ? $0 : nil }
        }
        /// The window's longer side, pixels.
        var side: Double { Double(max(study.kernel.size.height, study.kernel.size.width)) }
        /// Which of nx and ny the window cuts.
        var censored: String {
            [("nx", intervals?.nx), ("ny", intervals?.ny)].filter { $0.1?.isCensored == true }.map(\.0)
                .joined(separator: " ")
        }
        func color(_ channel: Int) -> Double? {
            let color = study.fit?.color ?? []
            return color.indices.contains(channel) ? color[channel] : nil
        }
    }

    /// `kernels`: one row per kernel.
    var kernelsTable: Table {
        Self.kernelsLayout.table(
            study.kernels.map { KernelRow(study: $0, match: matches[$0.index].first) })
    }

    private typealias Field = TableLayout<KernelRow>.Field

    private static let kernelsLayout = TableLayout<KernelRow>(
        name: "kernels", title: "One row per kernel: class, Gabor fit, tuning and best match",
        fields: classFields + fitFields + colorFields + measuredFields + errorFields + shapeFields)

    private static let classFields: [Field] = [
        .init(Column("kernel", .integer, "Output channel, 0-based", key: true)) { .integer($0.study.index) },
        .init(
            Column(
                "class", .string,
                "The shape where it is more than chance, else unstructured; empty for kernels one pixel wide")
        ) {
            .text($0.study.classification.kernelClass.rawValue)
        },
        .init(
            Column(
                "class_score", .number,
                "Variation explained by the shape's own model; where nothing explains two thirds, what no model explains"
            )
        ) {
            Cell($0.study.classification.score)
        },
        .init(Column("gabor_r2", .number, "Variation explained by the best Gabor, all channels together")) {
            Cell($0.study.fit?.r2)
        },
        .init(
            Column(
                "null_p", .number,
                "Chance that structureless noise of the same size, colours and spectrum has the shape and is explained as well"
            )
        ) {
            Cell($0.study.classification.nullP)
        },
    ]

    private static let fitFields: [Field] = [
        .init(Column("orientation_deg", .number, unit: "degree", "Of the bars, counter-clockwise, 0 horizontal")) {
            Cell($0.oriented?.orientation.degrees)
        },
        .init(Column("wave_direction_deg", .number, unit: "degree", "Orientation + 90: along which luminance changes"))
        {
            Cell($0.oriented?.orientation.waveDirection)
        },
        .init(Column("frequency_cpp", .number, unit: "cycle/pixel", "Spatial frequency of the fitted Gabor")) {
            Cell($0.wave?.spatialFrequency.cyclesPerPixel)
        },
        .init(
            Column(
                "phase_deg", .number, unit: "degree",
                "φ in cos(2πf·u + φ), u from the centre along wave_direction_deg, counter-clockwise, y up: 0 even with a bright bar, 90 odd"
            )
        ) {
            Cell($0.wave?.phase.degrees)
        },
        .init(Column("sigma_across_px", .number, unit: "pixel", "Envelope's standard deviation across the bars")) {
            Cell($0.oriented?.sigmaAcross)
        },
        .init(Column("sigma_along_px", .number, unit: "pixel", "Envelope's standard deviation along the bars")) {
            Cell($0.oriented?.sigmaAlong)
        },
        .init(Column("center_x_px", .number, unit: "pixel", "Envelope's centre, column in the kernel")) { row in
            Cell(row.oriented.map { $0.centerX + row.study.kernel.size.center.x })
        },
        .init(Column("center_y_px", .number, unit: "pixel", "Envelope's centre, row in the kernel, down")) { row in
            Cell(row.oriented.map { $0.centerY + row.study.kernel.size.center.y })
        },
        .init(Column("nx", .number, "sigma_across times frequency")) { Cell($0.oriented?.nx) },
        .init(Column("ny", .number, "sigma_along times frequency")) { Cell($0.oriented?.ny) },
        .init(
            Column(
                "bandwidth_oct", .number, unit: "octave", "Of the fitted Gabor at half amplitude; empty where low-pass")
        ) {
            Cell($0.oriented?.bandwidthOctaves)
        },
        .init(
            Column(
                "half_width_deg", .number, unit: "degree", "Of the fitted Gabor at half height; empty where low-pass")
        ) {
            $0.oriented?.bandwidthOctaves == nil ? .absent : Cell($0.oriented?.orientationHalfWidth)
        },
    ]

    private static let colorFields: [Field] = [
        .init(Column("color_r", .number, "First channel's part in the fitted colour, a unit vector")) {
            Cell($0.color(0))
        },
        .init(Column("color_g", .number, "Second channel's part")) { Cell($0.color(1)) },
        .init(Column("color_b", .number, "Third channel's part")) { Cell($0.color(2)) },
        .init(Column("chromatic_frac", .number, "Energy off the grey axis")) {
            Cell($0.study.colors.chromaticFraction)
        },
        .init(Column("envelope_inside_frac", .number, "Part of the fitted envelope's energy inside the window")) {
            Cell($0.study.fit?.envelopeInside)
        },
        .init(Column("flags", .string, "What to know before believing the row, joined by ;")) { row in
            row.study.flags.isEmpty ? .absent : .text(row.study.flags.map(\.rawValue).joined(separator: ";"))
        },
    ]

    private static let measuredFields: [Field] = [
        .init(
            Column(
                "measured_orientation_deg", .number, unit: "degree", "Preferred orientation by gratings, vector mean")
        ) {
            Cell($0.tuning?.orientation.preferred.degrees)
        },
        .init(Column("measured_frequency_cpp", .number, unit: "cycle/pixel", "Preferred frequency by gratings")) {
            Cell($0.tuning?.frequency.peak)
        },
        .init(Column("circular_variance", .number, "0 for one orientation alone, 1 for all alike")) {
            Cell($0.tuning?.orientation.circularVariance)
        },
        .init(Column("osi", .number, "(preferred - orthogonal)/(preferred + orthogonal)")) {
            Cell($0.tuning?.orientation.selectivityIndex)
        },
        .init(
            Column(
                "measured_half_width_deg", .number, unit: "degree",
                "Half-width at half height; empty where it does not fall so far")
        ) {
            Cell($0.tuning?.orientation.halfWidth(at: 0.5))
        },
        .init(
            Column(
                "measured_bandwidth_oct", .number, unit: "octave",
                "At half height; empty where one flank does not fall so far")
        ) {
            Cell($0.tuning?.frequency.bandwidthOctaves())
        },
        .init(Column("bank_filter", .integer, "Best filter in the table bank")) { Cell($0.match?.filter) },
        .init(Column("bank_similarity", .number, "Cosine with it, best over shifts")) { Cell($0.match?.similarity) },
        .init(Column("norm", .number, "Root of the sum of squared weights")) { Cell($0.study.kernel.norm) },
        .init(Column("mean", .number, "Mean weight")) { Cell($0.study.kernel.mean) },
    ]

    private static let errorFields: [Field] = [
        .init(Column("orientation_se_deg", .number, unit: "degree", "Standard error of orientation_deg")) {
            Cell($0.error(\.orientation, atMost: 90))
        },
        .init(Column("frequency_se_cpp", .number, unit: "cycle/pixel", "Standard error of frequency_cpp")) {
            Cell($0.error(\.frequency, atMost: 0.5 / $0.side))
        },
        .init(Column("sigma_across_se_px", .number, unit: "pixel", "Standard error of sigma_across_px")) {
            Cell($0.error(\.sigmaAcross, atMost: $0.side))
        },
        .init(Column("sigma_along_se_px", .number, unit: "pixel", "Standard error of sigma_along_px")) {
            Cell($0.error(\.sigmaAlong, atMost: $0.side))
        },
        .init(Column("center_x_se_px", .number, unit: "pixel", "Standard error of center_x_px")) {
            Cell($0.error(\.centerX, atMost: $0.side))
        },
        .init(Column("center_y_se_px", .number, unit: "pixel", "Standard error of center_y_px")) {
            Cell($0.error(\.centerY, atMost: $0.side))
        },
        .init(Column("phase_se_deg", .number, unit: "degree", "Standard error of phase_deg, the centre free")) {
            Cell($0.error(\.phase, atMost: 180))
        },
        .init(Column("bic_gabor", .number, "Bayesian information criterion of the Gabor; smaller is better")) {
            Cell($0.study.criteria?.gabor)
        },
        .init(Column("bic_center_surround", .number, "Of the difference of Gaussians")) {
            Cell($0.study.criteria?.centerSurround)
        },
        .init(Column("bic_blob", .number, "Of the Gaussian blob")) { Cell($0.study.criteria?.blob) },
        .init(Column("bic_plane", .number, "Of the ramp")) { Cell($0.study.criteria?.plane) },
    ]

    private static let shapeFields: [Field] = [
        .init(Column("shape", .string, "What the kernel looks like, more than chance or not; names as in class")) {
            .text($0.study.classification.shape.rawValue)
        },
        .init(Column("censored", .string, "Which of nx and ny the window cuts: true values may be larger")) {
            $0.censored.isEmpty ? .absent : .text($0.censored)
        },
        .init(Column("nx_low", .number, "95 % profile likelihood limit of nx; empty where there is none")) {
            Cell($0.intervals?.nx.low)
        },
        .init(Column("nx_high", .number, "Upper limit; empty where the window cuts it")) {
            Cell($0.intervals?.nx.high)
        },
        .init(Column("ny_low", .number, "95 % profile likelihood limit of ny; empty where there is none")) {
            Cell($0.intervals?.ny.low)
        },
        .init(Column("ny_high", .number, "Upper limit; empty where the window cuts it")) {
            Cell($0.intervals?.ny.high)
        },
        .init(Column("bic_edge", .number, "Bayesian information criterion of the edge")) {
            Cell($0.study.criteria?.edge)
        },
    ]
}
