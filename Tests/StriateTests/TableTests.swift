import Foundation
import Testing

/// Headers are a promise to notebooks: columns may be added at the end, none renamed.
@Suite struct TableTests {
    struct Promise: Sendable, CustomTestStringConvertible {
        let command: [String]
        let table: String
        let header: String
        /// Whether columns may follow.
        var isOpen = false

        var testDescription: String { "\(command[0]) \(table)" }
    }

    static let bank =
        "filter,family,orientation_deg,wave_direction_deg,wavelength_px,frequency_cpp,phase_deg,bandwidth_oct,sigma_across_px,sigma_along_px,size_px,frequency_cpd"

    private static let score = ["score", "data/alexnet/alexnet-features.onnx", "--layer", "relu1", "--quiet"]

    static let promises: [Promise] = [
        Promise(
            command: Striate.quick, table: "kernels",
            header:
                "kernel,class,class_score,gabor_r2,null_p,orientation_deg,wave_direction_deg,frequency_cpp,phase_deg,sigma_across_px,sigma_along_px,center_x_px,center_y_px,nx,ny,bandwidth_oct,half_width_deg,color_r,color_g,color_b,chromatic_frac,envelope_inside_frac,flags,measured_orientation_deg,measured_frequency_cpp,circular_variance,osi,measured_half_width_deg,measured_bandwidth_oct,bank_filter,bank_similarity,norm,mean",
            isOpen: true),
        Promise(
            command: Striate.quick, table: "matches",
            header: "kernel,rank,filter,similarity,shift_x_px,shift_y_px,orientation_deg,frequency_cpp,phase_deg"),
        Promise(
            command: Striate.quick, table: "population",
            header:
                "property,reference,n_kernels,n_cells,median_kernels,median_cells,ks_distance,ks_low,ks_high,ks_similarity,ceiling,p_value,p_adjusted,note,wasserstein"
        ),
        Promise(
            command: Striate.quick, table: "tuning_curves", header: "kernel,stimulus,parameter,value,unit,response"),
        Promise(command: Striate.quick, table: "bank", header: bank),
        Promise(command: ["bank"], table: "bank", header: bank),
        Promise(command: ["bank", "--size", "9"], table: "bank_values", header: "filter,channel,row,column,value"),
        Promise(
            command: ["kernels", Striate.model], table: "layers",
            header: "index,layer,op,outputs,inputs,height_px,width_px,groups,parameters"),
        Promise(
            command: ["kernels", Striate.model], table: "kernels",
            header: "kernel,layer,height_px,width_px,channels,bias,mean,norm,min,max,flags"),
        Promise(
            command: ["kernels", Striate.model], table: "kernel_values", header: "kernel,channel,row,column,value"),
        Promise(
            command: ["saliency", "--scene", "popout-90"], table: "saliency",
            header:
                "image,row,col,x_px,y_px,x_deg,y_deg,eccentricity_deg,polar_angle_deg,saliency,orientation_deg,wave_direction_deg,z_score,wavelength_px"
        ),
        Promise(
            command: ["saliency", "--scene", "popout-30"], table: "peaks",
            header:
                "image,rank,row,col,x_px,y_px,x_deg,y_deg,eccentricity_deg,polar_angle_deg,saliency,z_score,orientation_deg,wave_direction_deg,wavelength_px"
        ),
        Promise(
            command: ["tune", "--orientations", "2", "--wavelengths", "6", "--size", "9"], table: "tuning",
            header:
                "kernel,stimulus,preferred,osi,circular_variance,half_width_deg,half_width_sqrt2_deg,dsi,f1_f0,frequency_cpp,bandwidth_oct,suppression,flags,preferred_unit,surround_px,contrast_exponent,largest_response,gradient_orientation_deg,gradient_frequency_cpp,layer,peak_orientation_deg,vector_mean_orientation_deg,peak_wave_direction_deg"
        ),
        Promise(
            command: ["tune", "--orientations", "2", "--wavelengths", "6", "--size", "9"], table: "tuning_curves",
            header: "kernel,stimulus,parameter,value,unit,response,layer"),
        Promise(
            command: ActivationsTests.quick, table: "units",
            header:
                "layer,unit,channel,row,col,first_y_px,last_y_px,first_x_px,last_x_px,x_deg,y_deg,rf_h_deg,rf_w_deg"),
        Promise(
            command: ActivationsTests.quick, table: "stimuli", header: "stimulus,path,sha256,height_px,width_px,error"),
        Promise(
            command: ActivationsTests.quick + ["--rdm", "correlation"], table: "rdm",
            header: "stimulus_a,stimulus_b,dissimilarity,layer"),
        Promise(
            command: ActivationsTests.quick + ["--csv", "long"], table: "activations",
            header: "stimulus,layer,channel,row,col,activation"),
        Promise(
            command: score, table: "score",
            header:
                "layer,property,family,reference,n_units,n_cells,median_units,median_cells,ks_similarity,ceiling,score,low,high"
        ),
        Promise(
            command: score, table: "scorecard",
            header:
                "layer,v1_score,low,high,orientation,spatial_frequency,response_selectivity,response_magnitude,receptive_field_size,surround_modulation,n_units"
        ),
        Promise(
            command: score, table: "units",
            header:
                "layer,channel,row,col,rf_x_deg,rf_y_deg,baseline,max_dc,max_ac,modulation_ratio,circular_variance,or_bandwidth_deg,or_selective,orth_pref_ratio,cv_bandwidth_ratio,opr_cv_diff,preferred_orientation_deg,peak_sf_cpd,sf_bandwidth_pct,sf_selective,surround_suppression_index,grating_summation_field_deg,surround_diameter_deg,wave_direction_deg"
        ),
        Promise(
            command: ["teach", "convolution"], table: "convolution_terms",
            header: "row,column,kernel_row,kernel_column,pixel,weight,product"),
        Promise(
            command: ["teach", "size"], table: "size",
            header:
                "size_px,kernel_px,padding_px,stride_px,dilation_px,formula,is_whole,floor,ceil_mode,unreached_px,missing_px"
        ),
        Promise(
            command: ["teach", "match"], table: "match",
            header:
                "index,picture,equal_pixels,equal_frac,is_equal,upper_left,upper_right,middle,lower_left,lower_right,score,is_x"
        ),
        Promise(
            command: ["teach", "topography"], table: "topography",
            header:
                "place,x_deg,y_deg,eccentricity_deg,polar_angle_deg,hemisphere,cortex_x_mm,cortex_y_mm,magnification_mm_per_deg"
        ),
        Promise(
            command: ["teach", "--quiz"], table: "quiz", header: "question,topic,text,given,answer,mark"),
    ]

    @Test(arguments: promises)
    func `a table has the promised header and as many fields in every row`(promise: Promise) throws {
        let run = try Striate(promise.command + ["--table", promise.table])
        #expect(run.status == 0, "\(run.errors)")
        let rows = records(run.output)
        let header = try #require(rows.first).joined(separator: ",")
        #expect(promise.isOpen ? header.hasPrefix(promise.header + ",") : header == promise.header)
        #expect(rows.count > 1)
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        #expect(!rows.joined().contains { ["nan", "inf", "-inf", "-nan"].contains($0) })
        #expect(run.output.hasSuffix("\n") && !run.output.contains("\r"))
    }

    @Test(arguments: [
        (Striate.quick, ["kernels", "matches", "tuning_curves", "population", "bank"]),
        (["kernels", Striate.model], ["layers", "kernels", "kernel_values"]), (["bank"], ["bank", "bank_values"]),
        (["saliency", "--scene", "homogeneous"], ["saliency", "peaks"]),
        (["teach", "match"], ["match", "match_maps"]), (["teach"], ["topics"]), (["teach", "--quiz"], ["quiz"]),
    ])
    func `the list names every table`(command: [String], names: [String]) throws {
        let run = try Striate(command + ["--table", "list"])
        #expect(run.output.split(separator: "\n").map(String.init) == names)
    }

    @Test func `a table that is not there is refused with the names of those that are`() throws {
        let run = try Striate(["bank", "--table", "bnak"])
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.contains("--table: there is no table 'bnak'; there are bank, bank_values"))
    }

    @Test func `tables have the same bytes whatever the number of threads, and on repeat`() throws {
        try withPlace { place in
            let runs = [("a", "1"), ("b", "2"), ("c", "2")]
            for (name, jobs) in runs {
                let run = try Striate(Striate.quick + ["--jobs", jobs, "--out", "\(place)/\(name)"])
                #expect(run.status == 0, "\(run.errors)")
            }
            for file in ["kernels", "matches", "tuning_curves", "population", "bank"] {
                let bytes = try runs.map {
                    try Data(contentsOf: URL(fileURLWithPath: "\(place)/\($0.0)/tables/\(file).csv"))
                }
                #expect(bytes[0] == bytes[1] && bytes[1] == bytes[2], "\(file)")
            }
        }
    }

    @Test func `another seed gives another bank`() throws {
        let draw = ["bank", "--preset", "macaque-v1", "--count", "4", "--table", "bank", "--seed"]
        #expect(try Striate(draw + ["1"]).output == Striate(draw + ["1"]).output)
        #expect(try Striate(draw + ["1"]).output != Striate(draw + ["2"]).output)
    }
}
