import CofferModel
import CofferOutbound
import Foundation
import Testing

@Suite struct HTMLTests {
    private func notice(_ body: String, in language: String = "en", _ slots: [String: SlotValue] = [:])
        throws -> RenderedNotice
    {
        try Renderer.render(
            subject: Template(parsing: "About <it> & \"more\""), body: Template(parsing: body),
            language: language, slots: slots)
    }

    @Test func `HTML says what the text says, and its title what the subject says (B18)`() throws {
        let body = "Hello,\n\nIt's <b>{{name}}</b> & \"{{day}}\":\n{{link}}\n\n{{gone}}\n\nBye"
        let notice = try notice(
            body,
            [
                "name": .text("<script>alert('&amp;')</script>"), "day": .date(Timestamp(milliseconds: 0)),
                "link": .link("https://my.example/n/?a=1&b='2'"), "gone": .absent,
            ])
        #expect(Page(notice.html).text == notice.body)
        #expect(Page(notice.html).title == notice.subject)
        #expect(!notice.html.contains("<script>"))
        #expect(!notice.html.contains("<b>"))
    }

    @Test func `HTML has one link for each link slot, loads nothing and runs nothing (S0-34)`() throws {
        let url = "https://my.example/n/abc"
        let notice = try notice(
            "See {{link}} or {{token}} or {{text}}",
            [
                "link": .link(url), "token": .token("https://else.example/x"),
                "text": .text("https://third.example"),
            ])
        #expect(notice.links == [url])
        #expect(notice.html.contains("<a href=\"\(url)\">\(url)</a>"))
        #expect(notice.html.components(separatedBy: "href=").count == 2)
        for sign in ["src=", "url(", "<img", "<link", "<script", "@import", "<iframe", "<form", "on"] {
            #expect(!Page(notice.html).tags.contains { $0.contains(" \(sign)") || $0.hasPrefix(sign) })
        }
    }

    @Test(arguments: ["bg", "en", "ru", "kk"])
    func `HTML names its language and its characters`(language: String) throws {
        let notice = try notice("x", in: language)
        #expect(notice.html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language)\">\n"))
        #expect(notice.html.contains("<meta charset=\"utf-8\">"))
    }

    @Test func `a link is https, of characters that a URI has, and no longer than mail takes`() throws {
        for url in [
            "http://my.example/x", "javascript:alert(1)", "https://my.example/\"x", "https://my.example/a b",
            "https://my.example/" + String(repeating: "a", count: 900),
        ] {
            #expect(throws: NoticeRefused.self) { try notice("{{a}}", ["a": .link(url)]) }
        }
    }

    @Test func `HTML that grows beyond its limit refuses the notice (AS-14)`() throws {
        #expect(throws: NoticeRefused.length) { try notice(String(repeating: "&", count: 15_000)) }
        #expect(throws: Never.self) { try notice(String(repeating: "&", count: 5_000)) }
    }

    @Test func `text, HTML and links are all scanned (B18)`() throws {
        let canary = "north.wind7@firma.example"
        let notice = try notice(
            "{{a}}\n{{b}}", ["a": .text(canary), "b": .link("https://my.example/n/" + canary)])
        let kinds = Detection.findings(in: OutboundMessage(notice), allowing: []).map(\.kind)
        #expect(Set(kinds) == [.text, .html, .link])
    }
}

/// A page of HTML as a reader sees it, read without the renderer's help.
struct Page {
    let title: String
    let text: String
    let tags: [String]

    init(_ html: String) {
        func between(_ open: String, _ close: String) -> String {
            html.components(separatedBy: open).dropFirst().first?.components(separatedBy: close).first ?? ""
        }
        title = Self.stripped(between("<title>", "</title>"))
        let body = between("<body", "</body>").drop { $0 != ">" }.dropFirst()
        text = Self.stripped(String(body)).trimmingCharacters(in: .newlines)
        tags = html.components(separatedBy: "<").dropFirst().map {
            $0.components(separatedBy: ">").first ?? ""
        }
    }

    private static func stripped(_ html: String) -> String {
        var text = ""
        var isTag = false
        for character in html {
            switch character {
            case "<": isTag = true
            case ">": isTag = false
            default: if !isTag { text.append(character) }
            }
        }
        for (entity, sign) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
        ] { text = text.replacingOccurrences(of: entity, with: sign) }
        return text
    }
}
