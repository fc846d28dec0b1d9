import CofferCrypto
import CofferForms
import CofferModel

/// A folder of PEM and PKCS#12 files: keys are paired with certificates by what they are, and certificates with devices
/// as the map says.
///
/// Of a private key only the hash of its public half is kept; the file is read again when its device comes.
final class CertificateFolder {
    private struct Entry {
        let file: Int
        let certificate: X509Certificate
        let isPKCS12: Bool
    }

    private let map: FolderMap
    private let passphrases: Passphrases
    private let files: FolderFiles
    private var next = 0
    private var entries: [Entry] = []
    private var keys: [Digest: Int] = [:]
    private var byName: [String: [Int]] = [:]
    private var bySubject: [String: [Int]] = [:]
    private var isUsed: [Bool]
    /// By the place of a certificate: whose device took it.
    private var owners: [Int: String] = [:]

    init(_ path: String, _ map: FolderMap, _ passphrases: Passphrases) throws(IntakeFault) {
        self.map = map
        self.passphrases = passphrases
        files = try FolderFiles(path)
        isUsed = Array(repeating: false, count: files.names.count)
        guard map.list.keys.allSatisfy(files.names.contains) else {
            throw IntakeFault("intake.list", line: 0, isEnd: true)
        }
    }

    /// Looks into the next file; false after the last.
    ///
    /// - Throws: why it is not what it should be, with its number.
    func index() throws(IntakeFault) -> Bool {
        guard next < files.names.count else {
            next = 0
            return false
        }
        let file = next
        next += 1
        var content = try files.bytes(file)
        defer { content.wipe() }
        do throws(BadValue) {
            if content.first == 0x30 {
                let bundle = try pkcs12(content, file)
                add(bundle.certificate, file, isPKCS12: true)
            } else {
                let parts = try pem(content, file)
                if let hash = parts.keyHash, keys[hash] == nil { keys[hash] = file }
                add(parts.certificates, parts.keyHash, file)
            }
        } catch { throw IntakeFault(error.rule, line: file + 1) }
        return true
    }

    /// The fields of the certificates of a device.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - owner: the reference of its customer.
    /// - Returns: one for each certificate.
    /// - Throws: `intake.device_twice` when another customer's device has taken one of them: a private key goes to one
    ///   customer; or why one of their files cannot be read any more.
    func fields(of device: MadeRecord, owner: String) throws(IntakeFault) -> [[String: JSON]] {
        let text =
            switch map.device {
            case .hostname, .address: device.fields[map.device.rawValue]?.string
            case .ref: device.ref
            }
        guard let text else { return [] }
        var all: [[String: JSON]] = []
        for place in byName[Self.key(text)] ?? [] {
            let entry = entries[place]
            guard owners[place] ?? owner == owner else {
                throw IntakeFault("intake.device_twice", line: entry.file + 1)
            }
            owners[place] = owner
            isUsed[entry.file] = true
            all.append(try fields(entry))
        }
        return all
    }

    /// The number of the next file that no device has taken, from 1; nil after the last.
    func nextUnused() -> Int? {
        while next < isUsed.count {
            next += 1
            if !isUsed[next - 1] { return next }
        }
        return nil
    }

    // MARK: Looking in

    private func add(_ certificates: [X509Certificate], _ keyHash: Digest?, _ file: Int) {
        // Of a file with a chain in it, the certificate of its key is meant, else the first.
        let own = certificates.firstIndex { $0.keyHash == keyHash } ?? 0
        for (place, certificate) in certificates.enumerated() {
            add(certificate, file, isPKCS12: false, isOwn: place == own)
        }
    }

    private func add(_ certificate: X509Certificate, _ file: Int, isPKCS12: Bool, isOwn: Bool = true) {
        if !isPKCS12, bySubject[certificate.subject, default: []].count < Limits.intakeIssuers {
            bySubject[certificate.subject, default: []].append(entries.count)
        }
        for name in isOwn ? names(certificate, file) : [] {
            byName[name, default: []].append(entries.count)
        }
        entries.append(Entry(file: file, certificate: certificate, isPKCS12: isPKCS12))
    }

    private func names(_ certificate: X509Certificate, _ file: Int) -> Set<String> {
        let name = files.names[file]
        switch map.naming {
        case .names:
            return Set((certificate.alternativeNames + Self.commonName(certificate)).map { Self.key($0) })
        case .fileName:
            let end = name.lastIndex(of: ".") ?? name.endIndex
            return [Self.key(String(name[..<end]))]
        case .list: return map.list[name].map { [Self.key($0)] } ?? []
        }
    }

    /// The common name of a subject as RFC 4514 writes it, when it has no escapes in it.
    private static func commonName(_ certificate: X509Certificate) -> [String] {
        certificate.subject.split(separator: ",").compactMap { part in
            let text = Cells.trimmed(String(part))
            guard text.hasPrefix("CN="), !text.contains("\\") else { return nil }
            return String(text.dropFirst(3))
        }
    }

    /// Names as they are compared: of hosts and addresses in their one form, else in small letters.
    private static func key(_ text: String) -> String {
        let form = try? Canonical.bytes(of: .string(text), as: .hostAddress, at: Timestamp(milliseconds: 0))
        return form.map { String(decoding: $0, as: UTF8.self) } ?? text.lowercased()
    }

    private func pkcs12(_ content: [UInt8], _ file: Int) throws(BadValue) -> KeyBundle {
        guard var passphrase = passphrases.passphrase(of: files.names[file]) else {
            throw BadValue("intake.passphrase")
        }
        defer { passphrase.wipe() }
        return try KeyBundle(pkcs12: content, passphrase: passphrase)
    }

    private func pem(_ content: [UInt8], _ file: Int) throws(BadValue) -> KeyParts {
        var passphrase = passphrases.passphrase(of: files.names[file])
        defer { passphrase?.wipe() }
        return try KeyParts(pem: content, passphrase: passphrase)
    }

    // MARK: Records

    private func fields(_ entry: Entry) throws(IntakeFault) -> [String: JSON] {
        entry.isPKCS12 ? try bundled(entry) : try paired(entry)
    }

    private func bundled(_ entry: Entry) throws(IntakeFault) -> [String: JSON] {
        var content = try files.bytes(entry.file)
        defer { content.wipe() }
        do throws(BadValue) {
            let bundle = try pkcs12(content, entry.file)
            return Self.fields(bundle.certificate, bundle.chain, bundle.privateKey)
        } catch { throw IntakeFault(error.rule, line: entry.file + 1) }
    }

    private func paired(_ entry: Entry) throws(IntakeFault) -> [String: JSON] {
        let chain = chain(of: entry.certificate)
        guard let file = keys[entry.certificate.keyHash] else {
            return Self.fields(entry.certificate, chain, nil)
        }
        isUsed[file] = true
        var content = try files.bytes(file)
        defer { content.wipe() }
        do throws(BadValue) {
            let parts = try pem(content, file)
            guard parts.keyHash == entry.certificate.keyHash else { throw BadValue("private_key.match") }
            return Self.fields(entry.certificate, chain, parts.privateKey)
        } catch { throw IntakeFault(error.rule, line: file + 1) }
    }

    /// Who vouches for a certificate, as far as the folder has them.
    private func chain(of certificate: X509Certificate) -> [X509Certificate] {
        var chain: [X509Certificate] = []
        var last = certificate
        while last.issuer != last.subject, chain.count < 8 {
            let issuers = (bySubject[last.issuer] ?? []).map { entries[$0] }
            let next = issuers.first { issuer in
                do throws(BadValue) { try last.checkIssued(by: issuer.certificate) } catch { return false }
                return true
            }
            guard let next else { break }
            isUsed[next.file] = true
            chain.append(next.certificate)
            last = next.certificate
        }
        return chain
    }

    private static func fields(
        _ certificate: X509Certificate, _ chain: [X509Certificate], _ key: String?
    ) -> [String: JSON] {
        var fields: [String: JSON] = ["pem": .string(certificate.pem)]
        if !chain.isEmpty { fields["chain"] = .string(chain.map(\.pem).joined()) }
        fields["private_key"] = key.map { .string($0) }
        return fields
    }
}
