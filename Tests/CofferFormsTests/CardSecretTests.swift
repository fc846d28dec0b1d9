import CofferForms
import Testing

/// What authenticates a card is told by its form, and only what has one is taken (P-02).
@Suite struct CardSecretTests {
    private static let track1 = "%B4111111111111111^KANARCHE/YORDANKA^3312101000000000?"
    private static let track2 = ";4111111111111111=33121010000000000000?"

    @Test(arguments: [
        ("123", CardSecret.cvv), ("1234", .cvv), (track1, .track), (track2, .track),
        (";4111111111111111=3312101?", .track), ("0412AC89ABCDEF67", .pin),
        ("0412ac89abcdef670412ac89abcdef67", .pin),
    ])
    func `a code, a track and a PIN block are told apart`(text: String, form: CardSecret) {
        #expect(CardSecret(Array(text.utf8)) == form)
    }

    @Test(arguments: [
        "", "12", "12345", "12a", "4111111111111111", "0412AC89ABCDEF6", "0412AC89ABCDEF6G",
        // A number that is not one, a month that is none, no service code, no sentinel, two separators.
        ";4111111111111112=3312101?", ";4111111111111111=3313101?", ";4111111111111111=331210?",
        "4111111111111111=3312101", ";4111111111111111=3312101=?", ";4111111111111111=3312101A?",
        ";4111111111111111=3312101" + String(repeating: "0", count: 20) + "?",
        "%A4111111111111111^KANARCHE/YORDANKA^3312101?", "%B4111111111111111^K^3312101?",
        "%B4111111111111111^kanarche/yordanka^3312101?", "%B4111111111111111^KANARCHE/YORDANKA?",
        "%B4111111111111111^KANARCHE/YORDANKA^3312101" + String(repeating: "0", count: 40) + "?",
    ])
    func `what has no such form is nothing of a card`(text: String) {
        #expect(CardSecret(Array(text.utf8)) == nil)
    }

    @Test func `a track says its card's number`() {
        for track in [Self.track1, Self.track2] {
            #expect(CardTrack.number(in: Array(track.utf8)) == Array("4111111111111111".utf8))
        }
        #expect(CardTrack.number(in: Array("4111111111111111".utf8)) == nil)
    }
}
