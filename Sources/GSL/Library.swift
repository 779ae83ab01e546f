import CGSL
import COpenBLAS

/// The state of the C libraries, set once before their first use.
enum Library {
    /// GSL reports errors by return codes instead of aborting, and BLAS stays on the calling thread: workers are ours.
    static let ready: Void = {
        gsl_set_error_handler_off()
        openblas_set_num_threads(1)
    }()
}
