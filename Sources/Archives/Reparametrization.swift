/// Weights that a network makes anew from other tensors whenever it runs, as PyTorch's norms and masks have it.
///
///     weight norm     W = g · v/‖v‖, the norm over all axes but those on which g varies
///     spectral norm   W = W₀/σ, σ = uᵀ·W₀·v, W₀ as a matrix of outputs
///     mask            W = W₀ · M, element by element
///
/// - SeeAlso: Salimans & Kingma (2016), *NeurIPS*; Miyato et al. (2018), *ICLR*; `torch/nn/utils` in PyTorch.
enum Reparametrization {
    /// What is done to the tensor that has the weight's shape.
    private enum Rule: CaseIterable {
        case norm, newNorm, spectral, newSpectral, mask

        /// The ending of the tensor that has the weight's shape, behind the module's name.
        var whole: String {
            switch self {
            case .norm: "weight_v"
            case .newNorm: "parametrizations.weight.original1"
            case .spectral, .mask: "weight_orig"
            case .newSpectral: "parametrizations.weight.original"
            }
        }

        /// The endings of what else it takes.
        var parts: [String] {
            switch self {
            case .norm: ["weight_g"]
            case .newNorm: ["parametrizations.weight.original0"]
            case .spectral: ["weight_u", "weight_v"]
            case .newSpectral: ["parametrizations.weight.0._u", "parametrizations.weight.0._v"]
            case .mask: ["weight_mask"]
            }
        }

        /// The weight of a tensor and its parts; `nil` if their shapes do not go together.
        func storage(_ whole: StoredTensor, _ parts: [StoredTensor]) -> (any TensorStorage)? {
            switch self {
            case .norm, .newNorm: NormalizedStorage(direction: whole, length: parts[0])
            case .spectral, .newSpectral: SpectralStorage(whole: whole, left: parts[0], right: parts[1])
            case .mask: MaskedStorage(whole: whole, mask: parts[0])
            }
        }

        var words: String {
            switch self {
            case .norm, .newNorm: "weight normalisation: g·v/‖v‖"
            case .spectral, .newSpectral: "spectral normalisation: divided by the largest singular value uᵀWv"
            case .mask: "a mask"
            }
        }
    }

    /// Whether a tensor's name is that of a weight to be, by PyTorch's custom.
    static func isWhole(_ name: String) -> Bool { Rule.allCases.contains { module(of: name, ending: $0.whole) != nil } }

    /// The name before an ending with its point; empty for a module without a name.
    private static func module(of name: String, ending: String) -> String? {
        guard name.hasSuffix(ending) else { return nil }
        let module = name.dropLast(ending.count)
        return module.isEmpty || module.hasSuffix(".") ? String(module) : nil
    }

    /// The tensors with the weights multiplied out, under their plain names and in the places of what they are made of,
    /// and lines on those that lack a part, which are left as they are.
    ///
    /// - Complexity: linear in the tensors; elements are made when they are asked for.
    static func multipliedOut(_ tensors: [StoredTensor]) -> (tensors: [StoredTensor], incomplete: [String]) {
        let named = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
        var made: [String: StoredTensor] = [:]
        var used: Set<String> = []
        var incomplete: [String] = []
        for tensor in tensors where tensor.shape.count > 1 {
            let fitting = Rule.allCases.compactMap { rule in
                module(of: tensor.name, ending: rule.whole).map { (rule: rule, module: $0) }
            }
            guard
                let (rule, module) = fitting.first(where: { rule, module in
                    rule.parts.allSatisfy { named[module + $0] != nil }
                }) ?? fitting.first
            else { continue }
            let parts = rule.parts.compactMap { named[module + $0] }
            let name = module + "weight"
            let storage = parts.count == rule.parts.count ? rule.storage(tensor, parts) : nil
            // A file may hold the weight itself beside what it was made of.
            if storage == nil, named[name] != nil { continue }
            let names = ([tensor] + parts).map { "'\($0.name)'" }
            let isMade = storage != nil
            if isMade { used.formUnion(parts.map(\.name)) } else { incomplete.append(tensor.name) }
            used.insert(name)
            made[tensor.name] = StoredTensor(
                name: name, shape: tensor.shape, storage: storage ?? tensor.storage,
                note: isMade
                    ? "Its weights are made of \(names.joined(separator: ", ")) as the network makes them (\(rule.words))."
                    : nil,
                caution: isMade
                    ? nil
                    : "Its weights are NOT those that the network uses: '\(tensor.name)' is shown as it is, without what the "
                        + "network makes of it (\(rule.words), of which the file lacks a fitting part).")
        }
        return (tensors.compactMap { made[$0.name] ?? (used.contains($0.name) ? nil : $0) }, incomplete)
    }
}

/// A direction brought to a length: g · v/‖v‖.
private struct NormalizedStorage: FloatStorage {
    let direction: StoredTensor
    let length: StoredTensor

    /// `nil` unless the length has the direction's axes, each of one size or the same, or is one number.
    init?(direction: StoredTensor, length: StoredTensor) {
        let fits =
            length.count == 1
            || length.shape.count == direction.shape.count
                && zip(length.shape, direction.shape).allSatisfy { $0 == 1 || $0 == $1 }
        guard fits else { return nil }
        self.direction = direction
        self.length = length
    }

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        let values = try direction.values(in: file)
        let lengths = try length.values(in: file)
        guard values.count == direction.count, lengths.count == length.count else { return [] }
        let owners = values.indices.map(owner)
        var squares = [Double](repeating: 0, count: lengths.count)
        for (value, owner) in zip(values, owners) { squares[owner] += Double(value) * Double(value) }
        // A direction of zeros has none, and stays.
        let scales = zip(lengths, squares).map { $1 > 0 ? Double($0) / $1.squareRoot() : 0 }
        return zip(values, owners).map { Float(Double($0) * scales[$1]) }
    }

    /// Which length an element's is.
    private func owner(of element: Int) -> Int {
        guard length.count > 1 else { return 0 }
        var (rest, place, pace) = (element, 0, 1)
        for (size, own) in zip(direction.shape, length.shape).reversed() {
            if own > 1 {
                place += rest % size * pace
                pace *= own
            }
            rest /= size
        }
        return place
    }
}

/// A weight divided by its largest singular value, as two vectors that are nearly its singular vectors tell it.
private struct SpectralStorage: FloatStorage {
    let whole, left, right: StoredTensor
    /// The axis of the outputs, along which the left vector lies.
    private let axis: Int

    /// `nil` unless the vectors are as long as the rows and columns of the weight as a matrix.
    init?(whole: StoredTensor, left: StoredTensor, right: StoredTensor) {
        // Transposed convolutions have their outputs on the second axis.
        let axis = (0..<min(2, whole.shape.count)).first {
            left.shape == [whole.shape[$0]] && product([left.count, right.count]) == whole.count
        }
        guard let axis, right.shape.count == 1, whole.count > 0 else { return nil }
        (self.whole, self.left, self.right, self.axis) = (whole, left, right, axis)
    }

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        let values = try whole.values(in: file)
        let (u, v) = (try left.values(in: file), try right.values(in: file))
        guard values.count == whole.count, u.count == left.count, v.count == right.count else { return [] }
        let inner = whole.shape[(axis + 1)...].reduce(1, *)
        let size = whole.shape[axis]
        var sigma = 0.0
        for (index, value) in values.enumerated() {
            let row = index / inner % size
            let column = index / (inner * size) * inner + index % inner
            sigma += Double(u[row]) * Double(value) * Double(v[column])
        }
        return values.map { Float(Double($0) / sigma) }
    }
}

/// A weight of which some elements are put to zero.
private struct MaskedStorage: FloatStorage {
    let whole, mask: StoredTensor

    /// `nil` unless there is a number for each element.
    init?(whole: StoredTensor, mask: StoredTensor) {
        guard whole.shape == mask.shape else { return nil }
        (self.whole, self.mask) = (whole, mask)
    }

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        let (values, factors) = (try whole.values(in: file), try mask.values(in: file))
        guard values.count == factors.count else { return [] }
        return zip(values, factors).map { $0 * $1 }
    }
}
