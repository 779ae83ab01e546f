import Foundation
import Testing

/// What `report.html` says of pictures to those who do not see them.
@Suite struct AlternativeTextTests {
    @Test(arguments: [
        (
            ["stimulus", "grating", "--size", "16", "--frequency", "0.125", "--frames", "2", "--animation"],
            ["sine grating, bars at 90.0°", "A period of: sine grating, bars at 90.0°"]
        ),
        (
            ["saliency", "--scene", "popout-90"],
            [
                "popout-90: what V1 calls salient. Left: Bars as shown. Right: Saliency: the thicker and brighter the more, at most 0.5"
            ]
        ),
        (
            ["map", "data/photos/camera.png"] + MapTests.quick,
            [
                "camera.png in the visual field. Rings: eccentricity.", "camera.png: orientation of the bars. Colour:",
                "camera.png: energy by scale. Root of the energy", "camera.png on the flattened cortex,",
            ]
        ),
        (
            ["rf", "data/lenet/lenet-5.onnx", "--unit", "C3:4,6", "--effective"],
            ["What unit (4, 6) of C3 can see, and what moves it. the image; mean |gradient|,"]
        ),
    ])
    func `every picture has words of its own`(command: [String], words: [String]) throws {
        try withPlace { place in
            let run = try Striate(command + ["--out", place])
            #expect(run.status == 0, "\(run.errors)")
            let page = try String(contentsOfFile: place + "/report.html", encoding: .utf8)
            for text in words { #expect(page.contains("alt=\"\(text)"), "\(text)") }
            #expect(page.contains("alt=\"") && !page.contains("alt=\"Picture "), "a name is no description")
        }
    }
}
