import Tables
import Testing

@Suite struct NumpyArrayTests {
    /// What NumPy 2.4 writes for `numpy.save(f, numpy.array([[1, -2], [0.5, 3]], dtype='<f4'))`.
    @Test func `a matrix is written as NumPy writes it`() {
        let bytes = NumpyArray(shape: [2, 2], values: [1, -2, 0.5, 3]).bytes
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }"
        #expect(Array(bytes.prefix(10)) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 0x76, 0])
        let text = String(decoding: bytes[10..<128], as: UTF8.self)
        #expect(text == header + String(repeating: " ", count: 117 - header.count) + "\n")
        #expect(Array(bytes[128...]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F, 0, 0, 0x40, 0x40])
    }

    @Test(arguments: [([3], "(3,)"), ([1, 3], "(1, 3)"), ([3, 1, 1], "(3, 1, 1)")])
    func `a shape of any rank is a tuple`(shape: [Int], text: String) {
        let bytes = NumpyArray(shape: shape, values: [1, 2, 3]).bytes
        #expect(String(decoding: bytes.prefix(128), as: UTF8.self).contains("'shape': \(text), }"))
        #expect(bytes.count == 128 + 12)
    }
}
