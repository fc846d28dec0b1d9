import CofferCharter
import CofferModel
import Testing

@Suite struct NetworkAdminTests {
    let charter: Charter
    init() throws { charter = try builtIn() }

    @Test func `names, e-mail and phone serve technical and financial service only (S2-03)`() {
        let allowed: Set<Purpose> = [
            .service, .support, .deviceOps, .billing, .serviceNotice, .subjectRights, .legalDuty,
        ]
        let guarded = ["identity.given_name", "identity.family_name", "contact.email", "contact.phone"]
        for row in charter.table() where guarded.contains(row.path?.description ?? "") {
            #expect(row.purpose.map { allowed.contains($0) } == true)
        }
    }

    @Test func `no marketing purpose exists (S2-04)`() {
        #expect(charter.purposes.keys.allSatisfy { !$0.isMarketing })
    }

    @Test func `who has a device entered does not say where it is, nor from where and how (S2-20, S2-21)`() {
        let guards = ["device.mgmt_address", "device.hostname", "device_access.allowed_sources"]
        let rows = charter.table()
        let entering = Set(
            rows.filter { $0.path == FieldPath("device_access.secret") && $0.use == .read(.delivered) }
                .map(\.role))
        #expect(!entering.isEmpty)
        for row in rows where row.use == .write && guards.contains(row.path?.description ?? "") {
            #expect(!entering.contains(row.role))
        }
    }

    @Test func `the administrator reads no field, the auditor none in the clear`() throws {
        let (admin, auditor) = (try named("admin"), try named("auditor"))
        for row in charter.table() {
            if row.role == admin { #expect(row.path == nil) }
            if row.role == auditor { #expect(row.use != .read(.clear) && row.use != .find) }
        }
    }

    @Test func `nobody sees a whole card number, and who searches by it sees four digits (P-10)`() {
        let pan = FieldPath("payment.pan")
        let rows = charter.table().filter { $0.path == pan }
        #expect(rows.allSatisfy { $0.use != .read(.clear) })
        for row in rows where row.mask == .panFirst6Last4 {
            #expect(!rows.contains { $0.role == row.role && ($0.use == .find || $0.use == .read(.verified)) })
        }
    }

    @Test
    func `device secrets leave for a connector from fixed addresses, or with two people (S2-20, S2-21)`() {
        for row in charter.table() where row.path?.description == "device_access.secret" {
            switch row.use {
            case .read(.delivered): #expect(row.needs.isSuperset(of: [.fixedSource, .secureChannel]))
            case .read: #expect(row.needs.isSuperset(of: [.approver, .reason, .caseID, .secondFactor]))
            default: #expect(row.use == .write)
            }
        }
    }

    @Test func `technical notices carry labels and dates only (S2-13, S2-25)`() {
        var kinds: Set<String> = []
        for row in charter.table() {
            guard case .notice(let kind) = row.use, charter.notices[kind]?.topic == .technical,
                let path = row.path
            else { continue }
            #expect(["device.id", "certificate.not_after"].contains(path.description))
            kinds.insert(kind)
        }
        #expect(kinds.count == 8)
    }

    @Test func `a role sends notices of its own work, the dispatcher all, and none is marketing (S2-04)`()
        throws
    {
        func kinds(_ role: String) throws -> Set<String> {
            let name = try named(role)
            return Set(
                charter.table().filter { $0.role == name && $0.path == nil }.compactMap {
                    if case .notice(let kind) = $0.use { kind } else { nil }
                })
        }
        #expect(try kinds("billing_clerk") == ["invoice_issued", "payment_result", "payment_overdue"])
        #expect(try kinds("security") == ["security_alert", "internal_alert"])
        #expect(try kinds("network_engineer").isDisjoint(with: kinds("billing_clerk")))
        #expect(try kinds("dispatcher") == Set(charter.notices.keys))
        for role in ["admin", "auditor", "legal", "customer"] { #expect(try kinds(role) == []) }
        #expect(charter.notices.values.allSatisfy { $0.ofClass != .marketing && $0.ofClass != .disclosure })
    }

    @Test func `every notice exists in the four languages`() {
        for notice in charter.notices.values { #expect(Set(notice.texts.keys) == ["bg", "en", "ru", "kk"]) }
    }

    @Test func `base has every class of the five policies, and no grant`() throws {
        let base = String(decoding: try #require(BuiltInCharters.source(named: "base")), as: UTF8.self)
        for name in ["visit", "job_application", "call_recording", "video_recording", "event_registration"] {
            #expect(base.contains("\n  \(name):\n"))
        }
        #expect(!base.contains("\nroles:"))
    }
}
