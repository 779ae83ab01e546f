import Testing

/// What the loader does before the program begins, which every command waits for.
@Suite struct StartTests {
    @Test func `a start loads no library that computes, draws, digests or reads TIFF`() throws {
        let loaded = try Striate(["--version"], environment: ["LD_TRACE_LOADED_OBJECTS": "1"]).output
        #expect(loaded.contains("libc.so"))
        for name in ["openblas", "gsl", "fftw", "cairo", "X11", "crypto", "tiff"] {
            #expect(!loaded.contains("lib\(name)"), "\(loaded)")
        }
    }
}
