import Physiology
import Testing

@testable import Reports

@Suite struct SurveyReportTests {
    @Test func `shares have Wilson's interval`() {
        // statsmodels.stats.proportion.proportion_confint(8, 10, method="wilson").
        let interval = SurveyReport.Measure.wilson(0.8, of: 10)
        #expect(abs(interval.lowerBound - 0.4901625) < 1e-6 && abs(interval.upperBound - 0.9433178) < 1e-6)
        #expect(SurveyReport.Measure.wilson(0, of: 10).lowerBound == 0)
        #expect(SurveyReport.Measure.wilson(1, of: 10).upperBound == 1)
    }

    @Test func `a survey without a model that could be read says so`() throws {
        var row = SurveyRow(model: "x/y.onnx")
        row.error = "is empty; a file with at least a header is expected"
        let measure = try #require(SurveyReport.Measure.all.first)
        let text = SurveyReport([row], rankedBy: measure).text(place: nil)
        #expect(text.hasPrefix("Of 1 model none has Gabor-like kernels; 1 could not be looked at whole."))
        #expect(text.contains("Left out of x/y.onnx: is empty; a file with at least a header is expected"))
    }
}
