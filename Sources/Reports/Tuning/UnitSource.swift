import Inference
public import GaborBanks
public import Kernels
import Networks
public import Physiology

extension NetworkLayer {
    /// Where its units are from, whole sentences.
    ///
    /// - Parameter file: the file's name without its folder.
    public func source(file: String) -> String {
        "\(file), layer \(name) (\(operation)): \(counted(channels, "unit", "units"))\(isMap ? " at row \(place.row), column \(place.column) of its map" : ""), each seeing \(window) of the \(network.size) pixels shown. Preprocessing \(network.preprocessingSummary)."
    }
}

extension KernelBank {
    /// Where units with these kernels are from, whole sentences.
    ///
    /// - Parameters:
    ///   - file: the file's name without its folder.
    ///   - format: the format's name for people.
    ///   - layer: its name.
    ///   - reason: why this layer, which completes "it is …".
    public func source(file: String, format: String, layer: String, reason: String) -> String {
        "\(file) (\(format)), layer \(layer): \(counted(count, "kernel", "kernels")) of \(channelCount) × \(size), each seen "
            + "through its principal colour. Taken because it is \(reason)."
    }
}

extension DesignedBank {
    /// Where units with these filters are from, a whole sentence.
    public var source: String { "The bank \(name): \(counted(filters.count, "filter", "filters")) of \(size)." }
}
