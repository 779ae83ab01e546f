import Foundation
import Inference
import Networks
import Planes
import Workers

/// Shows the V1 score's gratings to the units of some layers at once.
struct ScoreRecorder: Sendable {
    private let layers: [ScoredLayer]
    private let screen: ScoreScreen
    private let runner: LocalRunner
    private let workers: Workers
    /// Of all gratings but those that fields are mapped with, by their place: each piece is of one radius and is shown at
    /// once, in one box; a picture's answers may depend on its neighbours in the last bit.
    let pieces: [[Int]]

    init(_ network: RunnableNetwork, layers: [ScoredLayer], screen: ScoreScreen) throws {
        (self.layers, self.screen, workers) = (layers, screen, network.workers)
        runner = try LocalRunner(
            network, giving: layers.map(\.tensor), background: screen.blank,
            orders: Dictionary(layers.map { ($0.tensor, $0.order) }) { first, _ in first })
        let byRadius = Dictionary(grouping: Self.gratings.indices) { Self.gratings[$0].radius }
        pieces = byRadius.sorted { $0.key > $1.key }.flatMap { _, places in
            let count = max(screen.box(of: Self.gratings[places[0]]).count, 1)
            let length = min(max(Self.room / count, 8), 64)
            return stride(from: 0, to: places.count, by: length).map {
                Array(places[$0..<min($0 + length, places.count)])
            }
        }
    }

    private static let gratings = ScoreGrating.orientation + ScoreGrating.spatialFrequency + ScoreGrating.size

    /// A unit near the stimuli.
    struct NearUnit: Sendable {
        let channel, row, column: Int
        /// The middle of its field, degrees.
        let x, y: Double
    }

    /// Of each layer, the units whose field has its middle near the stimuli's.
    ///
    /// All layers at once, unless their maps would be large: then some at a time.
    func nearUnits(finished: @escaping @Sendable (Int) -> Void) throws -> [[NearUnit]] {
        var groups: [[ScoredLayer]] = []
        var values = 0
        for layer in layers {
            let own = layer.count * ScoreGrating.places.count * ScoreGrating.places.count
            if groups.isEmpty || values + own > Self.mostValues {
                groups.append([])
                values = 0
            }
            groups[groups.count - 1].append(layer)
            values += own
        }
        let count = groups.count
        return try groups.enumerated().flatMap { index, group in
            try nearUnits(of: group) { finished((index * ScoreGrating.mapping.count + $0) / count) }
        }
    }

    /// The most values of maps that are kept at once: 400 MB.
    private static let mostValues = 100 << 20

    private func nearUnits(
        of layers: [ScoredLayer], finished: @escaping @Sendable (Int) -> Void
    ) throws -> [[NearUnit]] {
        let wanted = Dictionary(layers.map { ($0.tensor, $0.candidates) }) { first, _ in first }
        let places = ScoreGrating.places.count * ScoreGrating.places.count
        let perPlace = ScoreGrating.mapping.count / places
        let answers = workers.map(places, finished: { finished($0 * perPlace) }) { place in
            Result { () throws(InferenceError) in
                try strongest(
                    of: ScoreGrating.mapping[place * perPlace..<(place + 1) * perPlace], layers, wanted)
            }
        }
        let maps = try answers.map { try $0.get() }
        return layers.indices.map { layer in near(layers[layer], maps.map { $0[layer] }) }
    }

    /// Of each layer's candidates, the largest answer to some gratings above that to grey, if any.
    private func strongest(
        of gratings: ArraySlice<ScoreGrating>, _ layers: [ScoredLayer], _ wanted: [String: MapBox]
    ) throws(InferenceError) -> [[Float]] {
        let box = screen.box(of: gratings[gratings.startIndex])
        let answers = box.isEmpty ? [:] : try runner.run(screen.drawn(gratings, in: box), at: box, wanting: wanted)
        return layers.map { layer in
            var largest = [Float](repeating: 0, count: layer.count)
            guard let map = answers[layer.tensor] else { return largest }
            let candidates = layer.candidates
            // More may have been computed, for layers that follow.
            let box = map.box.intersection(candidates)
            for channel in 0..<layer.channels {
                for row in box.rows {
                    for column in box.columns {
                        let place =
                            (channel * candidates.rows.count + row - candidates.rows.lowerBound)
                            * candidates.columns.count + column - candidates.columns.lowerBound
                        let best = (0..<gratings.count).reduce(Float(0)) { max($0, map[$1, channel, row, column]) }
                        largest[place] = max(0, best - max(0, ground(layer, channel, row, column)))
                    }
                }
            }
            return largest
        }
    }

    /// A unit's answer to grey.
    private func ground(_ layer: ScoredLayer, _ channel: Int, _ row: Int, _ column: Int) -> Float {
        runner.background(layer.tensor, channel: channel, row: row, column: column)
    }

    /// A part of a layer's largest answer that rounding alone can make.
    private static let rounding: Float = 1e-5
    /// The part of a map's maximum that counts to a field.
    private static let part: Float = 0.05

    private func near(_ layer: ScoredLayer, _ maps: [[Float]]) -> [NearUnit] {
        let floor = (maps.lazy.map { $0.max() ?? 0 }.max() ?? 0) * Self.rounding
        let side = ScoreGrating.places.count
        var units: [NearUnit] = []
        for unit in 0..<layer.count {
            let most = maps.reduce(Float(0)) { max($0, $1[unit]) }
            guard most > floor else { continue }
            var (sum, down, across) = (0.0, 0.0, 0.0)
            for place in maps.indices where maps[place][unit] > Self.part * most {
                let weight = Double(maps[place][unit])
                sum += weight
                down += weight * ScoreGrating.places[place / side]
                across += weight * ScoreGrating.places[place % side]
            }
            let (x, y) = (across / sum, down / sum)
            guard hypot(x - ScoreGrating.position, y - ScoreGrating.position) <= ScoreStudy.nearness else { continue }
            let (line, column) = unit.quotientAndRemainder(dividingBy: layer.candidates.columns.count)
            let (channel, row) = line.quotientAndRemainder(dividingBy: layer.candidates.rows.count)
            units.append(
                NearUnit(
                    channel: channel, row: row + layer.candidates.rows.lowerBound,
                    column: column + layer.candidates.columns.lowerBound, x: x, y: y))
        }
        return units
    }

    /// The most values of one piece that is shown at once.
    private static let room = 1 << 20

    /// What is found of each layer's units, by their answers to all pieces.
    func properties(of units: [[NearUnit]], answers pieces: [ScoreAnswers]) -> [[UnitProperties]] {
        let (turned, waves) = (ScoreGrating.orientation.count, ScoreGrating.spatialFrequency.count)
        let answers = grouped(pieces, units.map(\.count))
        return layers.indices.map { index in
            let count = units[index].count
            let blanks = units[index].map { Double(max(0, ground(layers[index], $0.channel, $0.row, $0.column))) }
            func answer(_ unit: Int, _ range: Range<Int>) -> [Double] {
                range.map { Double(answers[index][$0 * count + unit]) }
            }
            let rates = FiringRates(
                best: (0..<count).map { unit in
                    UnitRates.components(answer(unit, 0..<turned)).mean.max() ?? 0
                }, blanks: blanks)
            guard let rates else { return [] }
            return units[index].indices.map { unit in
                let near = units[index][unit]
                return UnitRates(
                    baseline: rates.rate(blanks[unit]), orientation: answer(unit, 0..<turned).map(rates.rate),
                    frequency: answer(unit, turned..<turned + waves).map(rates.rate),
                    size: answer(unit, turned + waves..<Self.gratings.count).map(rates.rate)
                ).properties(
                    channel: near.channel, row: near.row, column: near.column, fieldX: near.x, fieldY: near.y)
            }
        }
    }

    /// Of each layer the answers of its units to each grating, grating × unit.
    private func grouped(_ answers: [ScoreAnswers], _ counts: [Int]) -> [[Float]] {
        counts.enumerated().map { layer, count in
            var all = [Float](repeating: 0, count: Self.gratings.count * count)
            for (places, answers) in zip(pieces, answers) {
                let values = answers.values(ofLayer: layer)
                for (index, place) in places.enumerated() {
                    for unit in 0..<count { all[place * count + unit] = values[index * count + unit] }
                }
            }
            return all
        }
    }

    /// Of each layer the answers of its units to the gratings of a piece, not below 0.
    ///
    /// The units that are wanted are those of all layers, whose box is the same for every piece.
    func answers(of units: [[NearUnit]], toPiece piece: Int) throws(InferenceError) -> ScoreAnswers {
        var wanted: [String: MapBox] = [:]
        for (layer, units) in zip(layers, units) where !units.isEmpty {
            wanted[layer.tensor] = units.reduce(MapBox(rows: 0..<0, columns: 0..<0)) { box, unit in
                box.union(MapBox(rows: unit.row..<unit.row + 1, columns: unit.column..<unit.column + 1))
            }
        }
        return ScoreAnswers(try answers(of: units, to: pieces[piece].map { Self.gratings[$0] }, wanted))
    }

    private func answers(
        of units: [[NearUnit]], to gratings: [ScoreGrating], _ wanted: [String: MapBox]
    ) throws(InferenceError) -> [[Float]] {
        let box = screen.box(of: gratings[0])
        let maps = box.isEmpty ? [:] : try runner.run(screen.drawn(gratings, in: box), at: box, wanting: wanted)
        return layers.indices.map { index in
            let map = maps[layers[index].tensor]
            return gratings.indices.flatMap { picture in
                units[index].map { unit in
                    guard let map, map.box.contains(row: unit.row, column: unit.column) else {
                        return max(0, ground(layers[index], unit.channel, unit.row, unit.column))
                    }
                    return max(0, map[picture, unit.channel, unit.row, unit.column])
                }
            }
        }
    }
}

/// Answers of a layer made spikes per second by one line, so that its median unit fires as V1's median cell does.
struct FiringRates {
    private let slope, offset: Double

    /// The median cell's largest response and its resting rate, and the largest response of any cell, spikes per second.
    private static let (median, resting, largest) = (33.8, 0.82, 243.1)

    /// - Parameters:
    ///   - best: each unit's largest answer to a grating, over its phases.
    ///   - blanks: to grey.
    /// - Returns: `nil` where no unit answers.
    init?(best: [Double], blanks: [Double]) {
        let above = zip(best, blanks).map { $0 - $1 }
        guard let most = above.max(), most > 0 else { return nil }
        let answering = above.indices.filter { above[$0] > UnitProperties.threshold / Self.largest * most }
        let (best, blank) = (answering.map { best[$0] }.median, answering.map { blanks[$0] }.median)
        guard best > blank else { return nil }
        slope = (Self.median - Self.resting) / (best - blank)
        offset = Self.resting - slope * blank
    }

    /// Spikes per second of an answer.
    func rate(_ answer: Double) -> Double { max(0, slope * answer + offset) }
}
