import Figures
extension TuningStudy { public var figures: FigureSet { FigureSet() } }
