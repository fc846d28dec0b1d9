import Foundation
import Testing

/// How many inputs, and made of which seed.
enum Hostile {
    /// Ten thousand of each kind with `COFFER_HOSTILE=deep`, else as many as a build can wait for.
    static let count = ProcessInfo.processInfo.environment["COFFER_HOSTILE"] == "deep" ? 10_000 : 500

    /// `COFFER_SEED`, else another one each time; it is printed, so that a run can be repeated.
    static let seed: UInt64 = {
        let given = ProcessInfo.processInfo.environment["COFFER_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
        FileHandle.standardError.write(Data("hostile inputs: COFFER_SEED=\(seed)\n".utf8))
        return seed
    }()

    /// What one input may take, under a sanitizer on a busy machine too: beyond it something hangs.
    static let patience = Duration.seconds(20)

    /// Feeds mutations of samples to a parser, and tells which of them took too long.
    ///
    /// - Parameters:
    ///   - samples: good inputs; each is fed as it is too.
    ///   - parse: takes an input or refuses it.
    /// - Returns: how many were taken.
    static func feed(_ samples: [[UInt8]], _ parse: ([UInt8]) throws -> Bool) rethrows -> Int {
        var random = Mutations(seed: seed)
        var taken = 0
        let clock = ContinuousClock()
        for round in 0..<count {
            let sample = samples[round % samples.count]
            let input = round < samples.count ? sample : random.mutated(sample)
            let start = clock.now
            if try parse(input) { taken += 1 }
            #expect(clock.now - start < patience, "COFFER_SEED=\(seed), round \(round)")
        }
        return taken
    }
}

/// Damage that follows from a seed (SplitMix64).
struct Mutations: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// The bytes with one to six wounds: bits, lengths, cuts, repetitions, foreign bytes.
    mutating func mutated(_ sample: [UInt8]) -> [UInt8] {
        var bytes = sample
        for _ in 0...below(6) {
            let place = below(bytes.count)
            guard !bytes.isEmpty else { return [UInt8(truncatingIfNeeded: next())] }
            switch below(8) {
            case 0: bytes[place] ^= 1 << UInt8(below(8))
            case 1: bytes[place] = UInt8(truncatingIfNeeded: next())
            // What lengths like: the ends of their ranges.
            case 2: bytes[place] = [0, 0x7F, 0x80, 0x81, 0x84, 0xFF][below(6)]
            case 3: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
            case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(8)))
            case 5: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + below(64))], at: place)
            case 6: bytes.removeLast(below(bytes.count / 2 + 1))
            default: bytes.swapAt(place, below(bytes.count))
            }
        }
        return bytes
    }
}
