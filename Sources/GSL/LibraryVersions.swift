@preconcurrency import CGSL
import COpenBLAS

/// Which libraries are at work.
public enum LibraryVersions {
    /// GSL's own version.
    public static var gsl: String { GSL_VERSION }

    /// OpenBLAS's name and version.
    public static var blas: String {
        String(cString: openblas_get_config()).split(separator: " ").prefix(2).joined(separator: " ")
    }
}
