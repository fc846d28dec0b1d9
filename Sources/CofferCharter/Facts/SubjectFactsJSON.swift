package import CofferModel

extension SubjectFacts {
    private static let names: Set<String> = [
        "revision", "language", "jurisdiction", "source", "standing", "canary", "services", "events",
        "consents",
        "restrictions", "holds", "channels", "orders", "revocations", "provider_owned",
    ]

    /// The one written form (`docs/formats/facts.md`): canonical JSON (RFC 8785).
    package var canonical: [UInt8] {
        JSON.members([
            "revision": .integer(Int64(clamping: revision)), "language": .string(language),
            "jurisdiction": jurisdiction.map { .string($0) }, "source": .string(source),
            "standing": .string(standing.rawValue), "canary": .bool(canary),
            "services": .array(services.map(\.json)), "events": .array(events.map(\.json)),
            "consents": .array(consents.map(\.json)), "restrictions": .array(restrictions.map(\.json)),
            "holds": .array(holds.map(\.json)), "channels": .array(channels.map(\.json)),
            "orders": formerOrders.isEmpty ? nil : .array(formerOrders),
            "revocations": revocations.isEmpty ? nil : .array(revocations.map(\.json)),
            "provider_owned": .array(providerOwned.sorted().map { JSON($0) }),
        ]).canonical
    }

    /// Reads what ``canonical`` writes, and nothing else.
    ///
    /// - Parameter bytes: the whole document, at most a megabyte.
    /// - Throws: the rule that was broken; unknown members and other spellings of the same facts are refused.
    package init(reading bytes: [UInt8]) throws(BadValue) {
        let json: JSON
        do { json = try JSON(reading: bytes) } catch { throw BadValue("facts.json") }
        let members = try Members(json, Self.names)
        self.init(
            language: try members.text("language"),
            jurisdiction: try members.optional("jurisdiction", members.text),
            source: try members.name("source"),
            formerOrders: try members.optional("orders") { name throws(BadValue) in
                try members.list(name) { json in json }
            } ?? [])
        revision = UInt64(try members.number("revision", from: 1))
        standing = try members.word("standing")
        canary = try members.flag("canary")
        services = try members.list("services", ServiceFacts.init(json:))
        events = try members.list("events", SubjectEvent.init(json:))
        consents = try members.list("consents", ConsentFacts.init(json:))
        restrictions = try members.list("restrictions", Restriction.init(json:))
        holds = try members.list("holds", Hold.init(json:))
        channels = try members.list("channels", Channel.init(json:))
        // Facts of before there were revocations have no such member.
        revocations =
            try members.optional("revocations") { name throws(BadValue) in
                try members.list(name, RevocationFacts.init(json:))
            } ?? []
        providerOwned = Set(try members.sorted("provider_owned", RecordID.init(json:)))
        guard canonical == bytes else { throw BadValue("facts.canonical") }
    }
}

extension RecordID {
    fileprivate init(json: JSON) throws(BadValue) {
        guard let record = json.string.flatMap({ RecordID($0) }) else { throw BadValue("facts.record") }
        self = record
    }
}

extension ServiceFacts {
    fileprivate var json: JSON { ["name": .string(name), "opened": JSON(opened)] }

    fileprivate init(json: JSON) throws(BadValue) {
        let members = try Members(json, ["name", "opened"])
        self.init(name: try members.name("name"), opened: try members.value("opened"))
    }
}

extension SubjectEvent {
    fileprivate var json: JSON {
        .members([
            "name": .string(name.rawValue), "service": service.map { .string($0) },
            "record": record.map { JSON($0) }, "at": JSON(at), "until": until.map { JSON($0) },
            "noted": noted.map { JSON($0) },
        ])
    }

    fileprivate init(json: JSON) throws(BadValue) {
        let members = try Members(json, ["name", "service", "record", "at", "until", "noted"])
        self.init(
            name: try members.word("name"), service: try members.optional("service", members.name),
            record: try members.optional("record") { name throws(BadValue) in try members.value(name) },
            at: try members.value("at"),
            until: try members.optional("until") { name throws(BadValue) in try members.value(name) })
        guard name.hasDate == (until != nil) else { throw BadValue("facts.until") }
        noted = try members.optional("noted") { name throws(BadValue) in try members.value(name) }
        guard noted.map({ at < $0 }) ?? true else { throw BadValue("facts.noted") }
    }
}

extension ConsentFacts {
    fileprivate var json: JSON {
        .members([
            "topic": .string(topic), "act": .string(act.rawValue), "given": JSON(given),
            "withdrawn": withdrawn.map { JSON($0) }, "expires": expires.map { JSON($0) },
            "text_version": .integer(Int64(textVersion)),
        ])
    }

    fileprivate init(json: JSON) throws(BadValue) {
        let names: Set<String> = ["topic", "act", "given", "withdrawn", "expires", "text_version"]
        let members = try Members(json, names)
        self.init(
            topic: try members.name("topic"), act: try members.word("act"), given: try members.value("given"),
            withdrawn: try members.optional("withdrawn") { name throws(BadValue) in try members.value(name) },
            expires: try members.optional("expires") { name throws(BadValue) in try members.value(name) },
            textVersion: Int(try members.number("text_version", from: 0)))
    }
}

extension Restriction {
    fileprivate var json: JSON {
        .members(["path": path.map { JSON($0) }, "since": JSON(since), "lifted": lifted.map { JSON($0) }])
    }

    fileprivate init(json: JSON) throws(BadValue) {
        let members = try Members(json, ["path", "since", "lifted"])
        self.init(
            path: try members.optional("path") { name throws(BadValue) in try members.value(name) },
            since: try members.value("since"),
            lifted: try members.optional("lifted") { name throws(BadValue) in try members.value(name) })
    }
}

extension RevocationFacts {
    fileprivate var json: JSON {
        let sorted = cut.sorted { $0.key < $1.key }
        return [
            "record": JSON(record), "reason": .string(reason.rawValue), "at": JSON(at),
            "cut": .array(
                sorted.map { ["record": JSON($0), "revision": .integer(Int64(clamping: $1))] }),
        ]
    }

    fileprivate init(json: JSON) throws(BadValue) {
        let members = try Members(json, ["record", "reason", "at", "cut"])
        let cut = try members.list("cut") { json throws(BadValue) in
            let members = try Members(json, ["record", "revision"])
            let record: RecordID = try members.value("record")
            return (record, UInt64(try members.number("revision", from: 1)))
        }
        self.init(
            record: try members.value("record"), reason: try members.word("reason"),
            at: try members.value("at"), cut: Dictionary(cut) { $1 })
    }
}

extension Hold {
    fileprivate var json: JSON {
        .members([
            "case": .string(caseID), "since": JSON(since), "review": JSON(review),
            "released": released.map { JSON($0) },
        ])
    }

    fileprivate init(json: JSON) throws(BadValue) {
        let members = try Members(json, ["case", "since", "review", "released"])
        self.init(
            caseID: try members.text("case"), since: try members.value("since"),
            review: try members.value("review"),
            released: try members.optional("released") { name throws(BadValue) in try members.value(name) })
    }
}

extension Channel {
    fileprivate var json: JSON {
        .members([
            "record": JSON(record), "path": JSON(path), "revision": .integer(Int64(clamping: revision)),
            "topics": .array(topics.sorted().map { .string($0.rawValue) }), "state": .string(state.rawValue),
            "until": until.map { JSON($0) },
        ])
    }

    fileprivate init(json: JSON) throws(BadValue) {
        let members = try Members(json, ["record", "path", "revision", "topics", "state", "until"])
        let topics = try members.sorted("topics") { json throws(BadValue) in
            guard let topic = json.string.flatMap({ Topic(rawValue: $0) }) else {
                throw BadValue("facts.word")
            }
            return topic
        }
        self.init(
            record: try members.value("record"), path: try members.value("path"),
            revision: UInt64(try members.number("revision", from: 1)), topics: Set(topics),
            state: try members.word("state"))
        until = try members.optional("until") { name throws(BadValue) in try members.value(name) }
        guard until == nil || state == .suspended else { throw BadValue("facts.until") }
    }
}
