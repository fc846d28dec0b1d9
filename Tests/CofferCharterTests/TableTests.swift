import CofferCharter
import CofferModel
import Foundation
import Testing

@Suite struct TableTests {
    static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "network-admin.table.txt")

    /// After a wanted change, write it anew with `COFFER_WRITE_TABLE=1 swift test --filter TableTests`, and read the
    /// difference before you commit it.
    @Test func `the committed table is the charter's, cell by cell`() throws {
        let table = try builtIn().table().text
        if ProcessInfo.processInfo.environment["COFFER_WRITE_TABLE"] != nil {
            try Data(table.utf8).write(to: Self.file)
        }
        let committed = String(decoding: try Data(contentsOf: Self.file), as: UTF8.self)
        #expect(table == committed)
    }

    /// Runs `decide` over every role, field, purpose and use there is, with all that can be needed.
    @Test func `decide grants exactly the cells of the committed table`() throws {
        let charter = try builtIn()
        let committed = String(decoding: try Data(contentsOf: Self.file), as: UTF8.self)
        let cells = committed.split(separator: "\n").dropFirst().map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).prefix(4).joined(separator: " ")
        }
        var granted: Set<String> = []
        var asked = 0
        for role in charter.roles.keys {
            for purpose in Purpose.allCases {
                var everything = try Everything(charter, role, purpose)
                granted.formUnion(everything.granted())
                asked += everything.asked
            }
        }
        let expected = Set(cells.flatMap { Self.spelledOut($0) })
        #expect(granted.subtracting(expected) == [])
        #expect(expected.subtracting(granted) == [])
        #expect(asked > 100_000)
    }

    /// An act for any purpose stands for one cell of each purpose the charter declares.
    private static func spelledOut(_ cell: String) -> [String] {
        guard cell.contains(" * ") else { return [cell] }
        let declared: [Purpose] = [
            .service, .support, .deviceOps, .account, .billing, .serviceNotice, .fraud, .legalClaim,
            .legalDuty,
            .subjectRights, .audit, .keyAdmin,
        ]
        return declared.map { cell.replacing(" * ", with: " \($0.rawValue) ") }
    }

    @Test func `the table is also CSV and HTML, and says what a change gives and takes`() throws {
        let charter = try builtIn()
        #expect(charter.table().csv.hasPrefix("role,field,purpose,use,mask,needs\r\n"))
        #expect(charter.table().html.hasPrefix("<table>\n<tr><th>role</th>"))
        let small = try SmallCharter.load()
        let wider = try SmallCharter.load(
            replacing: "fields: [device.address], purpose: support, form: clear",
            by: "fields: [device.address], purpose: support, form: masked")
        let changes = small.changes(to: wider)
        #expect(changes.gained.map(\.use) == [.read(.masked)])
        #expect(changes.lost.map(\.use) == [.read(.clear)])
    }
}

/// Every ask that one role can make for one purpose, with all needs met.
private struct Everything {
    private var asking: Asking
    private let charter: Charter
    private(set) var asked = 0

    init(_ charter: Charter, _ role: RoleName, _ purpose: Purpose) throws {
        self.charter = charter
        asking = try Asking(charter, as: role.description)
        asking.purpose = purpose
        (asking.caseID, asking.reason) = ("AB-1", "break_glass")
        asking.approver = Asking.person(2, charter.approvers, version: charter.confidentiality.version)
        (asking.sourceAddress, asking.secureChannel) = ("192.0.2.10", true)
        asking.secondFactorAt = Asking.now
        if charter.roles[role]?.ownDataOnly == true { asking.staff?.subject = Asking.subject }
    }

    mutating func granted() -> Set<String> {
        let fields = charter.fields.values.sorted { $0.path < $1.path }
        var cells: Set<String> = []
        for form in Form.allCases where form != .delivered {
            take(.read, fields, form, form.rawValue, &cells)
        }
        asking.connector = asking.using().connector
        take(.deliver, fields, .delivered, Form.delivered.rawValue, &cells)
        asking.connector = nil
        for action in [Action.write, .add] { take(action, fields, nil, "write", &cells) }
        take(.find, fields, nil, "find", &cells)
        for kind in charter.notices.keys {
            asking.notice = kind
            take(.notice, [nil] + fields, nil, "notice:\(kind)", &cells)
            asking.notice = nil
        }
        let plain: Set<Action> = [.login, .acknowledge, .notice, .scan, .read, .find, .write]
        for action in Action.allCases where !plain.contains(action) {
            take(action, [nil], nil, "act:\(action.rawValue)", &cells)
        }
        return cells
    }

    /// Budgets of zero would hide grants that tests of step 7 show denied; here they count as met.
    private mutating func take(
        _ action: Action, _ fields: [FieldRule?], _ form: Form?, _ use: String, _ cells: inout Set<String>
    ) {
        asking.action = action
        asked += fields.count
        let asks = fields.map { field in
            let hangsOnNobody = field?.scope == .day || (action == .find && asking.staff?.subject == nil)
            return asking.asking(field?.path.description, form, of: hangsOnNobody ? nil : Asking.subject)
        }
        var decision = asking.decide(asks)
        let throttled = decision.denials.filter { $0.code == .throttled }.map(\.ask)
        for place in (decision.takeGrant()?.cells.map(\.ask) ?? []) + throttled {
            let path = asks[place].path?.description ?? "-"
            cells.insert("\(asking.role) \(path) \(asking.purpose.rawValue) \(use)")
        }
    }
}
