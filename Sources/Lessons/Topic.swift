/// What the lecture teaches, in its order.
public enum Topic: String, Hashable, Sendable, CaseIterable {
    case convolution, match, size, parameters, flatten, pool, relu, softmax
    case gradientDescent = "gradient-descent"
    case backpropagation, lenet, vgg, pathway, topography

    /// One line.
    public var summary: String { plan.summary }

    /// Which of the reader's own numbers it takes, and how they are written.
    public var takes: [(parameter: Parameter, form: String)] { plan.takes }

    /// The lesson, with the lecture's numbers where the reader gives none.
    ///
    /// - Throws: ``LessonError`` for numbers that the topic does not take or that cannot be.
    public func lesson(_ values: [Parameter: String] = [:]) throws(LessonError) -> Lesson {
        try plan.init(Parameters(values, for: self)).lesson
    }

    /// A question with numbers of its own.
    public func question(using generator: inout some RandomNumberGenerator) -> Question {
        plan.question(using: &generator)
    }

    private var plan: any LessonPlan.Type {
        switch self {
        case .convolution: ConvolutionLesson.self
        case .match: MatchLesson.self
        case .size: SizeLesson.self
        case .parameters: ParametersLesson.self
        case .flatten: FlattenLesson.self
        case .pool: PoolLesson.self
        case .relu: ReluLesson.self
        case .softmax: SoftmaxLesson.self
        case .gradientDescent: GradientDescentLesson.self
        case .backpropagation: BackpropagationLesson.self
        case .lenet: LenetLesson.self
        case .vgg: VGGLesson.self
        case .pathway: PathwayLesson.self
        case .topography: TopographyLesson.self
        }
    }
}

/// How one topic is taught.
protocol LessonPlan {
    /// One line, for the list of topics.
    static var summary: String { get }
    /// The reader's own numbers that it takes.
    static var takes: [(parameter: Parameter, form: String)] { get }
    /// The example, checked.
    init(_ parameters: Parameters) throws(LessonError)
    /// The example, worked.
    var lesson: Lesson { get }
    /// A question with numbers of its own.
    static func question(using generator: inout some RandomNumberGenerator) -> Question
}
