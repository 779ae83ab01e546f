/// An operator's name, taken apart.
struct AtenOperation: CustomStringConvertible {
    /// As the file has it, without `torch.ops.`.
    let description: String
    let isInPlace: Bool
    private let name: String

    init(_ target: String) {
        let prefix = "torch.ops."
        description = target.hasPrefix(prefix) ? String(target.dropFirst(prefix.count)) : target
        let parts = description.split(separator: ".")
        let isAten = parts.first == "aten" && parts.count > 1
        let whole = isAten ? String(parts[1]) : description
        isInPlace = isAten && whole.hasSuffix("_") && !whole.hasSuffix("__")
        name = isInPlace ? String(whole.dropLast()) : whole
    }

    /// How it is said; one that copies what another shows is said as that.
    var rule: (name: String, say: AtenTranslation.Rule)? {
        if let rule = AtenTranslation.rules[name] { return (name, rule) }
        guard name.hasSuffix("_copy") else { return nil }
        let shown = String(name.dropLast("_copy".count))
        return AtenTranslation.rules[shown].map { (shown, $0) }
    }

    /// Whether what it gives may share elements with what it reads.
    var isView: Bool { AtenTranslation.views.contains(name) }
}
