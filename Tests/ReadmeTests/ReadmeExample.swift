import Archives
import GaborBanks
import Kernels
import Physiology
import Planes
import Workers

/// What the README shows of the libraries, so that it compiles; ``ReadmeTests`` holds the two together.
func readmeExample() throws {
    let file = try ModelFile(path: "model.onnx")
    let layer = try file.kernels(of: file.choice(of: nil).layer)
    for kernel in LayerStudy(of: layer, workers: Workers(2)).kernels {
        print(kernel.index, kernel.classification.kernelClass, kernel.fit?.gabor.orientation.degrees ?? .nan)
    }
}
