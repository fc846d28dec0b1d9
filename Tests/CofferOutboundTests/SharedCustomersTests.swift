import CofferForms
import CofferModel
import CofferOutbound
import Testing

@Suite(.enabled(if: SampleCustomers.arePresent, "no ../shared/data/customers.jsonl beside the project"))
struct SharedCustomersTests {
    private static let ordinary = [
        "Dear customer, the certificate of device 7ZQ4W8N2C5R9T1XK3MBV6YHDGJ0P expires on 3 February 2027.",
        """
        Уважаемый клиент! Плановые работы пройдут 12 декабря 2026 г. с 02:00 до 04:30, ваша услуга \
        прервётся.
        """,
        """
        Уважаеми клиенти, на 3 февруари 2027 г. изтича сертификатът на устройство SW-4KD92M. Сума: \
        1234,50 EUR.
        """,
        "Құрметті тұтынушы! 2027 жылғы 3 ақпан күні құрылғы сертификатының мерзімі аяқталады: 12 500,00 KZT.",
    ]

    @Test func `ordinary notices go out to every sample customer`() throws {
        let values = try SampleCustomers.all().flatMap(\.self)
        for body in Self.ordinary {
            let notice = RenderedNotice(language: "en", subject: "Notice", body: body)
            let found = Set(leaks(in: notice, of: values.map(\.value)))
            #expect(values.filter { found.contains($0.value.number) }.map(\.field) == [])
        }
    }

    @Test func `a value of a sample customer in a notice is found (S2-13)`() throws {
        let sample = try SampleCustomers.all().flatMap(\.self).enumerated().filter {
            $0.offset.isMultiple(of: 9)
        }.map(\.element)
        for (field, value, text) in sample.map({ ($0.field, $0.value, $0.text) })
        where text != "admin" && !text.isEmpty {
            let notice = RenderedNotice(language: "en", subject: "Notice", body: "About \(text), as agreed.")
            #expect(leaks(in: notice, of: [value]) == [value.number], "\(field)")
        }
    }
}
