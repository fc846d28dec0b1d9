import CofferCrypto
import CofferModel

/// The keys that requests to a webhook are signed with, in locked memory.
final class WebhookKeys: Sendable {
    private let keys: LockedBuffer
    private let places: [Range<Int>]

    /// Reads a file of keys as Standard Webhooks 1.0 writes them.
    ///
    /// Up to ``DeliveryLimits/webhookKeys`` lines of `whsec_` and the base64 of 24...64 bytes, the newest first.
    ///
    /// - Throws: `delivery.webhook_keys` for anything else.
    init(reading text: UnsafeRawBufferPointer) throws(BadValue) {
        let ends = text.indices.filter { unsafe text[$0] == 10 } + [text.count]
        guard ends.count <= DeliveryLimits.webhookKeys else { throw BadValue("delivery.webhook_keys") }
        var places: [Range<Int>] = []
        var start = 0
        do {
            var keys = try BufferPool(buffers: 1, bytesEach: DeliveryLimits.secretFileBytes).take()
            for end in ends {
                let line = unsafe text[start..<end]
                start = end + 1
                guard unsafe line.starts(with: Self.prefix),
                    var key = unsafe Base64.decode(line.dropFirst(Self.prefix.count)), 24...64 ~= key.count
                else { throw BadValue("delivery.webhook_keys") }
                defer { key.wipe() }
                places.append(try keys.append(key))
            }
            self.keys = keys
        } catch { throw (error as? BadValue) ?? BadValue("delivery.memory") }
        self.places = places
    }

    /// The code of a content under each key, the newest first.
    func codes(of content: [UInt8]) -> [[UInt8]] {
        places.map { place in
            unsafe keys.withBytes(place) { unsafe HMACSHA256.code(of: content, under: $0) }
        }
    }

    private static let prefix = Array("whsec_".utf8)
}
