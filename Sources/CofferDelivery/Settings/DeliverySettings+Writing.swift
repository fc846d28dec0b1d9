package import CofferModel

extension DeliverySettings {
    /// The document with every member, those that were left out too: what an installation has must not change with
    /// what a later release takes for usual.
    package var json: JSON {
        var members: [String: JSON] = [
            "from": Self.json(from), "sender": .string(sender.text),
            "message_domain": .string(messageDomain.description), "mail": mail.json,
            "rates": [
                "per_recipient_hour": .integer(Int64(rates.perRecipientHour)),
                "per_domain_minute": .integer(Int64(rates.perDomainMinute)),
            ],
            "times": ["connect": .integer(Int64(timing.connect)), "whole": .integer(Int64(timing.whole))],
        ]
        members["phone"] = phone.map { ["webhook": $0.json] }
        if !recipients.isEmpty { members["recipients"] = .object(recipients.mapValues(\.json)) }
        if !connectors.isEmpty { members["connectors"] = .object(connectors.mapValues(\.json)) }
        return .object(members)
    }

    private static func json(_ author: Author) -> JSON {
        var members: [String: JSON] = ["address": .string(author.address.text)]
        members["name"] = author.name.map { .string($0) }
        return .object(members)
    }
}

extension DeliverySettings.Mail {
    fileprivate var json: JSON {
        switch self {
        case .smtp(let settings, let login): ["smtp": Self.json(settings, login)]
        case .command(let settings):
            [
                "command": [
                    "path": .string(settings.program),
                    "arguments": .array(settings.arguments.map { .string($0) }),
                ]
            ]
        case .spool(let settings):
            ["spool": ["bodies": .string(settings.bodies), "envelopes": .string(settings.envelopes)]]
        }
    }

    private static func json(_ settings: SMTPSettings, _ login: MailLogin?) -> JSON {
        var members: [String: JSON] = [
            "server": .string(settings.server.host), "port": .integer(Int64(settings.server.port)),
            "tls": .string(settings.security.rawValue), "greeting": .string(settings.greeting.description),
        ]
        members["user"] = login.map { .string($0.user) }
        members["password_file"] = login.map { .string($0.passwordFile.text) }
        members["authorities"] = settings.authorities?.json
        return .object(members)
    }
}

extension DeliverySettings.Phone {
    fileprivate var json: JSON {
        var members: [String: JSON] = [
            "url": .string(webhook.url.text), "secret_file": .string(secretFile.text),
            "allow": .array(webhook.inside.map(\.description).sorted().map { .string($0) }),
        ]
        members["authorities"] = webhook.authorities?.json
        return .object(members)
    }
}

extension TrustedAuthorities {
    var json: JSON { .string(String(decoding: pem, as: UTF8.self)) }
}
