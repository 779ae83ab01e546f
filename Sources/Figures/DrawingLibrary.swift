internal import CCairo

/// The functions of cairo, which is opened when the first of them is called.
var libcairo: libcairo_calls { libcairo_opened().pointee }
