/// A message of Caffe's as it says itself, whether written as text or as bytes: fields by name, each as often as it stands.
struct CaffeMessage {
    /// What a field holds.
    enum Value {
        case text(String)
        case message(CaffeMessage)
        /// An array, which stays in its file: where its message lies.
        case array(Range<Int>)
    }

    private var fields: [String: [Value]] = [:]

    /// Appends to a field.
    mutating func append(_ value: Value, to name: String) { fields[name, default: []].append(value) }

    /// All that a field holds.
    func all(_ name: String) -> [Value] { fields[name] ?? [] }

    /// The messages in a field.
    func messages(_ name: String) -> [CaffeMessage] {
        all(name).compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    /// The first message in a field; one that says nothing where there is none.
    func message(_ name: String) -> CaffeMessage { messages(name).first ?? CaffeMessage() }

    /// Whether a field is there.
    func has(_ name: String) -> Bool { fields[name] != nil }

    /// The words in a field.
    func texts(_ name: String) -> [String] {
        all(name).compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    /// The last word in a field, which counts.
    func text(_ name: String) -> String? { texts(name).last }

    /// Whole numbers in a field, none beyond 2^40.
    func ints(_ name: String) -> [Int] {
        texts(name).compactMap { Int($0) }.filter { (-1 << 40...1 << 40).contains($0) }
    }

    /// A whole number.
    func int(_ name: String) -> Int? { ints(name).last }

    /// A number.
    func float(_ name: String) -> Float? { text(name).flatMap { Float($0) } }

    /// A truth value.
    func bool(_ name: String) -> Bool? { text(name).map { ["true", "1", "t"].contains($0.lowercased()) } }
}

extension CaffeMessage {
    /// Fields of one message; a network has fewer.
    static let mostFields = 1 << 20
}
