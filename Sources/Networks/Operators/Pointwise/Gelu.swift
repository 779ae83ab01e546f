import Foundation

/// √(2/π).
private let root = (2 / Float.pi).squareRoot()

/// x·Φ(x), Φ the normal distribution: Gelu (Hendrycks & Gimpel 2016, arXiv:1606.08415).
let gelu = ElementFunction.map(exactGelu, slope: { x, _ in exactGeluSlope(x) })

/// Its approximation by tanh.
let tanhGelu = ElementFunction.map(approximateGelu, slope: { x, _ in approximateGeluSlope(x) })

/// Of a + b.
let biasGelu = ElementFunction.combine(
    { exactGelu($0 + $1) },
    slopes: { a, b, _ in
        let slope = exactGeluSlope(a + b)
        return (slope, slope)
    })

/// The approximation, of a + b.
let biasTanhGelu = ElementFunction.combine(
    { approximateGelu($0 + $1) },
    slopes: { a, b, _ in
        let slope = approximateGeluSlope(a + b)
        return (slope, slope)
    })

@Sendable private func exactGelu(_ x: Float) -> Float { 0.5 * x * (1 + erf(x / Float(2).squareRoot())) }

private func exactGeluSlope(_ x: Float) -> Float {
    0.5 * (1 + erf(x / Float(2).squareRoot())) + x * exp(-x * x / 2) * root / 2
}

@Sendable private func approximateGelu(_ x: Float) -> Float {
    0.5 * x * (1 + tanh(root * (x + 0.044715 * x * x * x)))
}

private func approximateGeluSlope(_ x: Float) -> Float {
    let bend = tanh(root * (x + 0.044715 * x * x * x))
    return 0.5 * (1 + bend) + 0.5 * x * (1 - bend * bend) * root * (1 + 3 * 0.044715 * x * x)
}
