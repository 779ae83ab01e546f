import CCorrelation
import Testing

/// The vector loops against loops that say the same plainly, at all alignments and with all remainders.
@Suite struct CorrelationLoopsTests {
    private func values(_ count: Int) -> [Float] {
        var state: UInt32 = 7
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / 16_777_216 - 0.5
        }
    }

    /// Runs `write` on rows that begin some places after a cache line, and gives the rows with four places beside them.
    private func rows(
        _ starts: [Int], width: Int, _ write: ([UnsafeMutablePointer<Float>?]) -> Void
    ) -> [[Float]] {
        let buffers = starts.map { _ in
            UnsafeMutableRawPointer.allocate(byteCount: 4 * (width + 40), alignment: 64)
                .bindMemory(to: Float.self, capacity: width + 40)
        }
        defer { buffers.forEach { $0.deallocate() } }
        for buffer in buffers { buffer.update(repeating: 9, count: width + 40) }
        write(zip(buffers, starts).map { $0 + $1 })
        return zip(buffers, starts).map { buffer, start in (start..<start + width + 4).map { buffer[$0] } }
    }

    @Test(arguments: [1, 5, 31, 64, 130, 257], [[3], [0, 0], [12, 12, 12], [1, 2, 3, 4, 5, 6, 7]])
    func `sums of shifted rows`(width: Int, starts: [Int]) {
        let offsets = [0, 3, 40, 41, 7]
        let (lines, step, pitch) = (3, 11, width + 5)
        let source = values(width + 41 + step * lines + Int(CORRELATION_SLACK))
        let weights = values(offsets.count * starts.count)
        let first = starts.indices.map { Float($0) }
        let written = rows(starts, width: lines * pitch) {
            correlation_sums(
                lines, width, source, step, offsets.count, offsets, starts.count, weights, first, $0, pitch)
        }
        for (sum, values) in written.enumerated() {
            for y in 0..<lines {
                #expect(values[(y * pitch + width)..<((y + 1) * pitch)].allSatisfy { $0 == 9 })
                for x in 0..<width {
                    let expected = offsets.indices.reduce(Double(sum)) {
                        $0 + Double(weights[$1 * starts.count + sum]) * Double(source[y * step + offsets[$1] + x])
                    }
                    #expect(abs(Double(values[y * pitch + x]) - expected) < 1e-6)
                }
            }
        }
    }

    @Test(arguments: [1, 17, 64, 100], [1, 3])
    func `complex numbers taken apart`(count: Int, step: Int) {
        let source = values(2 * step * count)
        let written = rows([0, 5], width: count) { correlation_part(count, step, source, 2, -1, $0[0], $0[1]) }
        #expect(written[0] == (0..<count).map { source[2 * step * $0] + 2 } + [9, 9, 9, 9])
        #expect(written[1] == (0..<count).map { source[2 * step * $0 + 1] - 1 } + [9, 9, 9, 9])
    }

    @Test(arguments: [0, 1, 15, 16, 17, 64, 100], [0, 1, 12])
    func `a copy past the caches is a copy`(count: Int, start: Int) {
        let (lines, pitch) = (3, count + 7)
        let source = values(lines * (count + 3))
        let written = rows([start], width: lines * pitch) { rows in
            source.withUnsafeBufferPointer {
                correlation_copy_past_caches(
                    lines, count, $0.baseAddress?.advanced(by: 3), count + 3, rows[0], pitch)
            }
        }
        for line in 0..<lines {
            let copied = Array(written[0][line * pitch..<(line + 1) * pitch])
            #expect(copied == source[(line * (count + 3) + 3)...].prefix(count) + [9, 9, 9, 9, 9, 9, 9])
        }
    }

    @Test func `complex and real products, written and added`() {
        let (a, b) = (values(48), Array(values(100).suffix(48)))
        for add in [0, 1] {
            var (complex, real) = ([Float](repeating: 1, count: 48), [Float](repeating: 1, count: 48))
            correlation_multiply(24, a, b, Int32(add), &complex)
            correlation_scale(24, a, b, Int32(add), &real)
            for i in 0..<24 {
                let (x, y) = (a[2 * i], a[2 * i + 1])
                let products = [x * b[2 * i] - y * b[2 * i + 1], x * b[2 * i + 1] + y * b[2 * i], x * b[i], y * b[i]]
                let results = [complex[2 * i], complex[2 * i + 1], real[2 * i], real[2 * i + 1]]
                #expect(zip(results, products).allSatisfy { abs($0 - $1 - Float(add)) < 1e-6 })
            }
        }
    }

    @Test func `conjugates about the first of an odd and an even number of places`() {
        for count in [5, 8] {
            let from = values(2 * count)
            var to = [Float](repeating: 9, count: 2 * count + 1)
            correlation_conjugate(count, from, &to)
            for i in 0..<count {
                let opposite = (count - i) % count
                #expect(to[2 * i] == from[2 * opposite] && to[2 * i + 1] == -from[2 * opposite + 1])
            }
            #expect(to[2 * count] == 9)
        }
    }

    @Test func `eight rows become columns`() {
        let from = values(2 * 8 * 11)
        var to = [Float](repeating: 9, count: 2 * 9 * 5)
        correlation_turn(5, from, 11, &to, 9)
        for i in 0..<5 {
            for r in 0..<8 {
                #expect(to[2 * (9 * i + r)] == from[2 * (11 * r + i)])
                #expect(to[2 * (9 * i + r) + 1] == from[2 * (11 * r + i) + 1])
            }
            #expect(to[2 * (9 * i + 8)] == 9)
        }
    }
}
