import Files

/// The elements of a tensor in a file beside the model: location, offset and length.
struct OnnxExternalData {
    private let tensor: StoredTensor
    private let element: OnnxElement
    private let folder: String
    private let location: String
    private let model: String
    private let offset: Int
    private let length: Int

    /// Checks where the elements are said to lie.
    ///
    /// - Throws: ``ArchiveError/outsideFolder(file:tensor:location:)`` for a path that is absolute or climbs.
    init(
        _ tensor: StoredTensor, _ element: OnnxElement, _ place: [String: String], _ file: LazyFile
    ) throws(ArchiveError) {
        let location = place["location"] ?? ""
        let steps = location.split(separator: "/", omittingEmptySubsequences: false)
        guard !location.isEmpty, !location.hasPrefix("/"), !steps.contains("..") else {
            throw .outsideFolder(file: file.path, tensor: tensor.name, location: location)
        }
        let needed = element.byteCount(of: tensor.count)
        guard let needed, let offset = Int(place["offset"] ?? "0"), offset >= 0,
            place["length"].map({ Int($0) == needed }) ?? true
        else {
            throw .malformed(
                file: file.path, place: "the place of tensor '\(tensor.name)'",
                expectation: "an offset and a length of \(needed.map(String.init) ?? "at most 2^63") bytes are expected"
            )
        }
        let folder = file.path.lastIndex(of: "/").map { file.path[...$0] } ?? ""
        (self.tensor, self.element, self.offset, length) = (tensor, element, offset, needed)
        (self.folder, self.location, model) = (String(folder), location, file.path)
    }

    /// The elements.
    ///
    /// - Throws: ``ArchiveError``, also ``ArchiveError/outsideFolder(file:tensor:location:)`` where links lead out of the
    ///   model's folder.
    func elements<Number: StoredNumber>() throws(ArchiveError) -> [Number] {
        let path = folder + location
        guard Folder.isInside(path, folder: folder.isEmpty ? "." : folder) else {
            throw .outsideFolder(file: model, tensor: tensor.name, location: location)
        }
        let file = try LazyFile(path: StandardInput.never(path))
        guard offset <= file.count, length <= file.count - offset else {
            throw .truncated(
                file: path, place: "tensor '\(tensor.name)' at byte \(offset)", needed: length,
                found: max(0, file.count - offset))
        }
        return Array(element.elements(in: offset..<offset + length, of: file).prefix(tensor.count))
    }
}
