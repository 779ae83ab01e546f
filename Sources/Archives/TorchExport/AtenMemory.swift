/// Which tensor a value of a program is: what is computed in place changes what earlier names stand for.
///
/// Values of one place share their elements, all of them; places of one family share some, as a tensor and its slices do.
struct AtenMemory {
    private struct Place {
        var tensor: String
        let family: Int
        /// How often the family had been written to when this was last known.
        var writing: Int
    }

    private var places: [Place] = []
    /// How often each family was written to.
    private var writings: [Int] = []
    private var placeOf: [String: Int] = [:]

    /// A new value, with elements of its own.
    mutating func add(_ value: String, _ tensor: String) {
        writings.append(0)
        add(value, tensor, family: writings.count - 1)
    }

    /// Another name for all elements of a value.
    mutating func share(_ value: String, with other: String) { placeOf[value] = placeOf[other] }

    /// A value whose elements are some of another's, or those in another order.
    mutating func view(_ value: String, of other: String, _ tensor: String) {
        guard let place = placeOf[other] else { return add(value, tensor) }
        add(value, tensor, family: places[place].family)
    }

    /// A tensor that takes the place of a value's elements.
    mutating func write(_ value: String, over other: String, _ tensor: String) {
        guard let place = placeOf[other] else { return add(value, tensor) }
        let family = places[place].family
        writings[family] += 1
        places[place].tensor = tensor
        places[place].writing = writings[family]
        placeOf[value] = place
    }

    /// A tensor in place of a value's elements, of which a part has been written over.
    mutating func renew(_ value: String, _ tensor: String) {
        guard let place = placeOf[value] else { return }
        places[place].tensor = tensor
        places[place].writing = writings[places[place].family]
    }

    private mutating func add(_ value: String, _ tensor: String, family: Int) {
        placeOf[value] = places.count
        places.append(Place(tensor: tensor, family: family, writing: writings[family]))
    }

    /// The tensor that a value is now, and whether a write through another value of its family left it behind.
    func tensor(_ value: String) -> (name: String, isOutdated: Bool)? {
        guard let place = placeOf[value].map({ places[$0] }) else { return nil }
        return (place.tensor, place.writing < writings[place.family])
    }
}
