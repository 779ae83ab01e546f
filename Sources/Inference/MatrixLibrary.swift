import COpenBLAS

/// The library that multiplies matrices.
public enum MatrixLibrary {
    /// The processor that OpenBLAS takes this one for, which decides on its loops; `OPENBLAS_CORETYPE` overrides it.
    public static var core: String { String(cString: openblas_get_corename()) }
}
