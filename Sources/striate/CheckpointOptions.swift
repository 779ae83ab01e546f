import ArgumentParser
import Archives
import Files
import Learning

/// What all that learns has in common: where it is kept, and how its kernels are examined.
struct CheckpointOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Kept here after each snapshot; if it is there, learning goes on from it.", valueName: "file"))
    var checkpoint: String?

    @OptionGroup var null: NullOptions

    /// Learns to the end, from the checkpoint if it is there.
    func finish(
        _ training: inout some CheckpointedTraining, of origin: TrainingOrigin, finished: (Int) -> Void
    ) throws {
        if let checkpoint, FileKind(at: checkpoint) != nil {
            let kept = try TensorFile(path: checkpoint)
            try training.restore(kept.metadata, kept.tensors, file: checkpoint, origin: origin)
        }
        while !training.isFinished {
            try training.advance(finished: finished)
            guard let checkpoint else { continue }
            let kept = training.kept(of: origin)
            try TensorFile(metadata: kept.metadata, tensors: kept.tensors).write(to: checkpoint)
        }
    }
}
