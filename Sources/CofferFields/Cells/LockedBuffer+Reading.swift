import CofferCrypto

extension LockedBuffer {
    /// A copy for the pure functions that cut and show values; it is as short-lived as the answer.
    borrowing func copy(_ range: Range<Int>) -> [UInt8] { unsafe withBytes(range) { unsafe Array($0) } }

    /// Whether a stretch holds exactly these bytes.
    borrowing func equals(_ bytes: [UInt8], _ range: Range<Int>) -> Bool { copy(range) == bytes }
}
