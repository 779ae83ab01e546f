import CTIFF

/// The functions of libtiff, which is opened when the first of them is called.
var libtiff: libtiff_calls { libtiff_opened().pointee }
