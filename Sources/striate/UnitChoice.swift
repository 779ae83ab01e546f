public import ArgumentParser
public import Physiology

/// The layers and channels that are recorded from.
struct RecordedUnitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A layer by name (with *) or index; repeat it for more (default: the network's last).",
            valueName: "name|index"))
    var layer: [String] = []

    @Option(
        help: ArgumentHelp(
            "Channels of a layer, relu3:0-63, or of all, 0-63; repeat it for more layers (default: all).",
            valueName: "list"))
    var units: [UnitChoice] = []
}

/// Channels of a layer, `relu3:0-63`, of all layers, `0-63`, or all of them.
struct UnitChoice: ExpressibleByArgument, CustomStringConvertible {
    let choice: ActivationRecorder.Choice
    let description: String

    init?(argument: String) {
        description = argument
        // A layer's name may hold colons of its own.
        let colon = argument.lastIndex(of: ":")
        let layer = colon.map { String(argument[..<$0]) }
        let channels = colon.map { String(argument[argument.index(after: $0)...]) } ?? argument
        if channels == "all" {
            choice = ActivationRecorder.Choice(layer: layer, channels: nil)
        } else if let list = IndexList(argument: channels) {
            choice = ActivationRecorder.Choice(layer: layer, channels: list.indices)
        } else {
            return nil
        }
    }
}

extension ChannelPooling: ExpressibleByArgument {}
