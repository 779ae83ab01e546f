import Figures
import Foundation
import GaborBanks
import Kernels
import Physiology
import Planes
import Reports
import Synchronization
import Tables

/// A first layer compared with V1, made once, when the page first looks at it.
actor FirstLayer {
    private let study: @Sendable (@escaping @Sendable (Int) -> Void) throws -> Comparison
    private var task: Task<KernelListing, any Error>?
    private var listing: KernelListing?
    private let count = Counter()

    init(_ study: @escaping @Sendable (@escaping @Sendable (Int) -> Void) throws -> Comparison) { self.study = study }

    /// The comparison, or how many kernels are done of it.
    func state() async throws(ExplorerError) -> (listing: KernelListing?, done: Int) {
        if let listing { return (listing, count.value) }
        if task == nil {
            let (study, count) = (study, count)
            task = Task { try await onOwnThread { KernelListing(try study { count.value = $0 }) } }
            Task { await finish() }
        }
        if let failure { throw .refused(failure) }
        return (listing, count.value)
    }

    private var failure: String?

    private func finish() async {
        do { listing = try await task?.value } catch { failure = "\(error)" }
    }
}

/// How far something is.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int {
        get { count.withLock { $0 } }
        set { count.withLock { $0 = newValue } }
    }
}

/// What the page shows of a layer's kernels.
struct KernelListing: Encodable, Sendable {
    struct KernelPictures: Encodable, Sendable {
        let index: Int
        let kernelClass, shape: String
        let weights: PackedNumbers
        let fit, residual: PackedNumbers?
        /// Bayesian information criteria of the rivals, by name; the least describes it best.
        let rivals: [String: Double]
        /// Parts of null kernels that the same rule calls Gabor, and edge.
        let nulls: [String: Double]
        let flags: [String]
        let orientation, frequency: [[Double]]
        /// Of its bars in degrees, and the colour of that, where its class is oriented.
        let bars: Double?
        let barsColor: String?
        /// What recorded cells have too, by the names of `population`, where the kernel is among those compared.
        let properties: [String: Double]
    }

    /// A table as the command writes it: its columns, and each row's cells as text.
    struct TableText: Encodable, Sendable {
        let columns: [String]
        let units: [String]
        let descriptions: [String]
        let rows: [[String]]
    }

    let layer: String
    let kernels: [KernelPictures]
    let tables: [String: TableText]
    /// Filters of the bank that are matched, by their number.
    let filters: [Int: PackedNumbers]
    /// The key to the colours of orientations: every 22.5° its degrees and its colour.
    let orientationKey = stride(from: 0.0, to: 180, by: 22.5).map { degrees in
        OrientationColor(degrees: degrees, color: Color(orientation: Orientation(degrees: degrees)).hex)
    }

    struct OrientationColor: Encodable, Sendable {
        let degrees: Double
        let color: String
    }

    init(_ comparison: Comparison) {
        layer = comparison.layer.name
        kernels = comparison.study.kernels.map { KernelPictures($0) }
        let kept = ["kernels", "matches", "population"]
        tables = Dictionary(
            comparison.tables.filter { kept.contains($0.name) }.map { ($0.name, TableText($0)) },
            uniquingKeysWith: { first, _ in first })
        let matched = Set(comparison.matches.flatMap { $0.map(\.filter) })
        filters = Dictionary(
            matched.map { ($0, PackedNumbers(comparison.bank.filters[$0].kernel)) },
            uniquingKeysWith: { first, _ in first })
    }
}

extension KernelListing.KernelPictures {
    init(_ study: KernelStudy) {
        index = study.index
        (kernelClass, shape) = (study.classification.kernelClass.rawValue, study.classification.shape.rawValue)
        weights = PackedNumbers(study.kernel)
        fit = study.fit.map { PackedNumbers($0.drawn) }
        residual = study.fit.map { fit in
            PackedNumbers(
                Kernel(
                    channels: zip(study.kernel.channels, fit.drawn.channels).map { kernel, drawn in
                        Plane(size: kernel.size, values: zip(kernel.values, drawn.values).map { $0 - $1 })
                    }))
        }
        rivals =
            study.criteria.map {
                [
                    "gabor": $0.gabor, "edge": $0.edge, "center–surround": $0.centerSurround, "blob": $0.blob,
                    "plane": $0.plane,
                ].filter(\.value.isFinite)
            } ?? [:]
        nulls = study.nullFractions.map { ["gabor": $0.gabor, "edge": $0.edge] } ?? [:]
        flags = study.flags.map(\.rawValue)
        let preferred = study.classification.kernelClass.isOriented ? study.tuning.orientation.preferred : nil
        (bars, barsColor) = (preferred?.degrees, preferred.map { Color(orientation: $0).hex })
        orientation = zip(study.tuning.orientation.orientations, study.tuning.orientation.responses).map {
            [$0.degrees, $1]
        }
        let isAlive = study.classification.kernelClass.hasTuning
        let isOriented = study.classification.kernelClass.isOriented
        properties = [
            "circular_variance": isAlive ? study.tuning.orientation.circularVariance : nil,
            "half_width_sqrt2_deg": isAlive ? study.tuning.orientation.halfWidth(at: 0.5.squareRoot()) : nil,
            "bandwidth_index_percent": isOriented ? study.tuning.frequency.schillerIndex : nil,
            "orientation_deg": isOriented ? study.tuning.orientation.preferred.degrees : nil,
        ].compactMapValues(\.self)
        frequency = zip(study.tuning.frequency.frequencies, study.tuning.frequency.responses).map { [$0, $1] }
    }
}

extension KernelListing.TableText {
    init(_ table: Table) {
        columns = table.columns.map(\.name)
        units = table.columns.map { $0.unit ?? "" }
        descriptions = table.columns.map(\.description)
        rows = table.rows.map { $0.map(\.plain) }
    }
}

extension PackedNumbers {
    /// A kernel as channel × row × column.
    init(_ kernel: Kernel) {
        self.init(
            shape: [kernel.channels.count, kernel.size.height, kernel.size.width], kernel.channels.flatMap(\.values))
    }
}
