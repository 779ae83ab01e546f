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
    private let mostValues: Int
    /// Of all gratings but those that fields are mapped with, by their place: each piece is of one radius and is shown at
    /// once, in one box; a picture's answers may depend on its neighbours in the last bit.
    let pieces: [[Int]]

    /// - Parameter mostValues: of maps that are kept at once, by default 200 MB.
    init(
        _ network: RunnableNetwork, layers: [ScoredLayer], screen: ScoreScreen, mostValues: Int = 50 << 20
    ) throws {
        (self.layers, self.screen, workers) = (layers, screen, network.workers)
        self.mostValues = mostValues
        runner = try LocalRunner(
            network, giving: layers.map(\.tensor), background: screen.blank,
            orders: Dictionary(layers.map { ($0.tensor, $0.order) }) { first, _ in first })
        let byRadius = Dictionary(grouping: Self.gratings.indices) { Self.gratings[$0].radius }
        pieces = byRadius.sorted { $0.key > $1.key }.flatMap { _, places in
            let count = max(screen.box(of: Self.gratings[places[0]]).count, 1)
            let length = min(max(Self.room / count, 8), 64, Self.mostPictures(ofPlaces: count))
            return stride(from: 0, to: places.count, by: length).map {
                Array(places[$0..<min($0 + length, places.count)])
            }
        }
    }

    /// How many pictures with grating at so many places are shown at once at most: 8 of 1024².
    private static func mostPictures(ofPlaces count: Int) -> Int { max((8 << 20) / max(count, 1), 1) }

    private static let gratings = ScoreGrating.orientation + ScoreGrating.spatialFrequency + ScoreGrating.size

    /// A unit near the stimuli.
    struct NearUnit: Sendable {
        let channel, row, column: Int
        /// The middle of its field, degrees.
        let x, y: Double
    }

    /// Some lines of a layer's candidates, channel by channel and row by row, whose answers are kept at once.
    private struct Part {
        let layer: Int
        let lines: Range<Int>
        /// Units of a line.
        let length: Int

        var count: Int { lines.count * length }
    }

    /// Of each layer, the units whose field has its middle near the stimuli's.
    ///
    /// All layers at once, unless their maps would be large: then some at a time, or some lines of one.
    func nearUnits(finished: @escaping @Sendable (Int) -> Void) throws -> [[NearUnit]] {
        var groups: [[Part]] = []
        var room = 0
        for (index, layer) in layers.enumerated() where layer.count > 0 {
            let places = ScoreGrating.places.count * ScoreGrating.places.count
            let (length, lines) = (layer.candidates.columns.count, layer.channels * layer.candidates.rows.count)
            let most = max(mostValues / (length * places), 1)
            for first in stride(from: 0, to: lines, by: most) {
                let part = Part(layer: index, lines: first..<min(first + most, lines), length: length)
                if part.count * places > room {
                    groups.append([])
                    room = mostValues
                }
                groups[groups.count - 1].append(part)
                room -= part.count * places
            }
        }
        let count = groups.count
        var found = layers.map { _ in MappedUnits(0, []) }
        for (index, group) in groups.enumerated() {
            let units = try mappedUnits(of: group) { finished((index * ScoreGrating.mapping.count + $0) / count) }
            for (part, units) in zip(group, units) {
                found[part.layer].largest = max(found[part.layer].largest, units.largest)
                found[part.layer].units += units.units
            }
            Memory.returnIdle()
        }
        return found.map { layer in
            layer.units.filter { $0.most > layer.largest * Self.rounding }.map(\.unit)
        }
    }

    /// The units of a part near the stimuli with their largest answers, and the largest of any of its units.
    private typealias MappedUnits = (largest: Float, units: [(most: Float, unit: NearUnit)])

    private func mappedUnits(
        of parts: [Part], finished: @escaping @Sendable (Int) -> Void
    ) throws -> [MappedUnits] {
        let wanted = Dictionary(parts.map { (layers[$0.layer].tensor, layers[$0.layer].candidates) }) { $1 }
        let places = ScoreGrating.places.count * ScoreGrating.places.count
        let perPlace = ScoreGrating.mapping.count / places
        let answers = workers.map(places, finished: { finished($0 * perPlace) }) { place in
            Result { () throws(InferenceError) in
                try strongest(
                    of: ScoreGrating.mapping[place * perPlace..<(place + 1) * perPlace], parts, wanted)
            }
        }
        let maps = try answers.map { try $0.get() }
        return parts.indices.map { index in mapped(parts[index], maps.map { $0[index] }) }
    }

    /// Of each part's candidates, the largest answer to some gratings above that to grey, if any.
    private func strongest(
        of gratings: ArraySlice<ScoreGrating>, _ parts: [Part], _ wanted: [String: MapBox]
    ) throws(InferenceError) -> [[Float]] {
        var largest = parts.map { [Float](repeating: 0, count: $0.count) }
        let box = screen.box(of: gratings[gratings.startIndex])
        guard !box.isEmpty else { return largest }
        let together = min(
            max(1, Self.mostAnswers / max(parts.reduce(0) { $0 + layers[$1.layer].count }, 1)),
            Self.mostPictures(ofPlaces: box.count))
        for first in stride(from: gratings.startIndex, to: gratings.endIndex, by: together) {
            let some = gratings[first..<min(first + together, gratings.endIndex)]
            let answers = try runner.run(screen.drawn(some, in: box), at: box, wanting: wanted)
            for (index, part) in parts.enumerated() {
                guard let map = answers[layers[part.layer].tensor] else { continue }
                raise(&largest[index], to: map, pictures: some.count, part)
            }
        }
        return largest
    }

    /// The most answers of units that are kept of pictures shown at once: 128 MB.
    private static let mostAnswers = 32 << 20

    /// Raises a part's largest answers above that to grey to what its units answer to some pictures.
    private func raise(_ largest: inout [Float], to map: LocalMap, pictures: Int, _ part: Part) {
        let layer = layers[part.layer]
        let candidates = layer.candidates
        // More may have been computed, for layers that follow.
        let box = map.box.intersection(candidates)
        for (place, line) in part.lines.enumerated() {
            let (channel, below) = line.quotientAndRemainder(dividingBy: candidates.rows.count)
            let row = candidates.rows.lowerBound + below
            guard box.rows.contains(row) else { continue }
            for column in box.columns {
                let best = (0..<pictures).reduce(Float(0)) { max($0, map[$1, channel, row, column]) }
                let index = place * part.length + column - candidates.columns.lowerBound
                largest[index] = max(largest[index], best - max(0, ground(layer, channel, row, column)))
            }
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

    /// The units of a part whose field, by their answers at each place, lies near the stimuli.
    private func mapped(_ part: Part, _ maps: [[Float]]) -> MappedUnits {
        let candidates = layers[part.layer].candidates
        let side = ScoreGrating.places.count
        var found = MappedUnits(0, [])
        for index in 0..<part.count {
            let most = maps.reduce(Float(0)) { max($0, $1[index]) }
            guard most > 0 else { continue }
            found.largest = max(found.largest, most)
            var (sum, down, across) = (0.0, 0.0, 0.0)
            for place in maps.indices where maps[place][index] > Self.part * most {
                let weight = Double(maps[place][index])
                sum += weight
                down += weight * ScoreGrating.places[place / side]
                across += weight * ScoreGrating.places[place % side]
            }
            let (x, y) = (across / sum, down / sum)
            guard hypot(x - ScoreGrating.position, y - ScoreGrating.position) <= ScoreStudy.nearness else { continue }
            let (line, column) = index.quotientAndRemainder(dividingBy: part.length)
            let (channel, row) = (part.lines.lowerBound + line).quotientAndRemainder(dividingBy: candidates.rows.count)
            let unit = NearUnit(
                channel: channel, row: row + candidates.rows.lowerBound,
                column: column + candidates.columns.lowerBound, x: x, y: y)
            found.units.append((most, unit))
        }
        return found
    }

    /// The most values of one piece that is shown at once.
    private static let room = 1 << 20

    /// What is found of each layer's units, by their answers to all pieces.
    func properties(of units: [[NearUnit]], answers pieces: [ScoreAnswers]) -> [[UnitProperties]] {
        layers.indices.map { index in
            let (layer, units) = (layers[index], units[index])
            let blanks = units.map { Double(max(0, ground(layer, $0.channel, $0.row, $0.column))) }
            // Some units at a time: all answers are there already, and are not copied.
            let blocks = stride(from: 0, to: units.count, by: Self.block).map {
                $0..<min($0 + Self.block, units.count)
            }
            let rates = FiringRates(
                best: blocks.flatMap { block in
                    responses(ofLayer: index, block, of: units.count, pieces).map {
                        UnitRates.components($0.orientation).mean.max() ?? 0
                    }
                }, blanks: blanks)
            guard let rates else { return [] }
            return blocks.flatMap { block in
                zip(block, responses(ofLayer: index, block, of: units.count, pieces)).map { unit, responses in
                    let near = units[unit]
                    return UnitRates(
                        baseline: rates.rate(blanks[unit]), orientation: responses.orientation.map(rates.rate),
                        frequency: responses.frequency.map(rates.rate), size: responses.size.map(rates.rate)
                    ).properties(
                        channel: near.channel, row: near.row, column: near.column, fieldX: near.x, fieldY: near.y)
                }
            }
        }
    }

    /// Units whose answers are laid out at a time.
    private static let block = 1024

    private typealias Responses = (orientation: [Double], frequency: [Double], size: [Double])

    /// What some of a layer's units, of `count`, answer to each grating.
    private func responses(
        ofLayer layer: Int, _ units: Range<Int>, of count: Int, _ pieces: [ScoreAnswers]
    ) -> [Responses] {
        let (turned, waves) = (ScoreGrating.orientation.count, ScoreGrating.spatialFrequency.count)
        var all = units.map { _ in [Double](repeating: 0, count: Self.gratings.count) }
        for (places, answers) in zip(self.pieces, pieces) {
            for (index, place) in places.enumerated() {
                let first = index * count + units.lowerBound
                for (unit, value) in answers.values(ofLayer: layer, at: first..<first + units.count).enumerated() {
                    all[unit][place] = Double(value)
                }
            }
        }
        return all.map {
            (Array($0[..<turned]), Array($0[turned..<turned + waves]), Array($0[(turned + waves)...]))
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
