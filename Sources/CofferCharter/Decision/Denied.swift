import CofferModel

/// The first step that says no, on the way of one ask through the decision.
struct Denied: Error {
    let code: Code
    let step: Step
    let place: Place

    init(_ code: Code, _ step: Step, _ place: Place) {
        self.code = code
        self.step = step
        self.place = place
    }
}
