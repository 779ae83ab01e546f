import ArgumentParser

/// `striate learn`: first layers that learn.
struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learns first layers, here and now, and shows how they change.",
        discussion: """
            Example:
              striate learn lenet --out out/lenet
              striate learn sparse --out out/sparse
            """,
        subcommands: [LearnLenet.self, LearnSparse.self])
}
