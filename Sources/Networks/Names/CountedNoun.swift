/// `1 kernel`, `2 kernels`, `0 kernels`: a count with its noun, in the singular and in the plural.
package func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
