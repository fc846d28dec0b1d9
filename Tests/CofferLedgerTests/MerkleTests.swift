import CofferLedger
import CofferModel
import Foundation
import Testing

@Suite struct MerkleTests {
    /// The tree of so many small leaves, straight from the definition (RFC 9162 §2.1.1).
    private func root(_ leaves: ArraySlice<Digest>) -> Digest {
        guard leaves.count > 1 else { return leaves.first ?? Frontier().root }
        var width = 1
        while width * 2 < leaves.count { width *= 2 }
        let middle = leaves.startIndex + width
        return node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    private func node(_ left: Digest, _ right: Digest) -> Digest {
        var pair = Frontier()
        pair.append(left)
        pair.append(right)
        return pair.root
    }

    private let leaves = (UInt8(0)..<70).map { Merkle.leaf([$0]) }

    @Test func `the empty tree and the tree of one empty leaf have the known roots`() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        let one = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        #expect(Frontier().root.description == empty)
        var tree = Frontier()
        tree.append(Merkle.leaf([]))
        #expect(tree.root.description == one)
    }

    @Test func `the frontier has the root of the definition at every size`() {
        var tree = Frontier()
        for size in 0..<leaves.count {
            #expect(tree.root == root(leaves[..<size]))
            #expect(tree.size == UInt64(size))
            tree.append(leaves[size])
        }
    }

    @Test func `every row of a log has a proof, which fails for other rows, sizes and roots`() async throws {
        let log = try TestLog()
        let ledger = try log.create()
        var roots: [Digest] = [ledger.head.root]
        for number in UInt64(1)...23 {
            _ = try await ledger.append([.sample(number)]).time
            roots.append(ledger.head.root)
        }
        let tree = ledger.tree
        var leaves: [Digest] = []
        var reader = try LedgerReader(log.files, through: tree.size)
        while let row = try reader.next() { leaves.append(Merkle.leaf(try row.canonical())) }
        for size in UInt64(1)...23 {
            for number in 1...size {
                let proof = try tree.inclusion(of: number, in: size)
                #expect(proof.proves(leaves[Int(number) - 1], in: roots[Int(size)]))
                #expect(!proof.proves(leaves[Int(number) % 23], in: roots[Int(size)]))
                #expect(!proof.proves(leaves[Int(number) - 1], in: roots[Int(size) - 1]))
            }
            for old in 1...size {
                let proof = try tree.consistency(from: old, to: size)
                #expect(proof.proves(roots[Int(size)], extends: roots[Int(old)]))
                #expect(!proof.proves(roots[Int(size) - 1], extends: roots[Int(old)]))
                #expect(!proof.proves(roots[Int(size)], extends: roots[Int(old) - 1]))
            }
            #expect(try tree.root(at: size) == roots[Int(size)])
        }
        #expect(throws: LedgerError.outOfRange) { try tree.inclusion(of: 24, in: 23) }
        #expect(throws: LedgerError.outOfRange) { try tree.inclusion(of: 0, in: 23) }
        #expect(throws: LedgerError.outOfRange) { try tree.consistency(from: 0, to: 3) }
        #expect(throws: LedgerError.outOfRange) { try tree.root(at: 24) }
        await ledger.close()
    }
}

/// Proofs that others wrote, with what must become of each.
@Suite(.enabled(if: MerkleVectors.exist, "no Merkle vectors beside the package"))
struct MerkleVectorTests {
    @Test func `inclusion proofs are accepted and refused as the vectors say`() throws {
        let vectors = try MerkleVectors.inclusion.map { try MerkleVectors.read(Inclusion.self, $0) }
        #expect(vectors.count > 50)
        for vector in vectors {
            let proof = InclusionProof(
                index: vector.leafIdx, size: vector.treeSize, path: MerkleVectors.digests(vector.proof))
            let leaf = Digest(bytes: vector.leafHash ?? Data())
            let root = Digest(bytes: vector.root ?? Data())
            let whole = proof.path.count == vector.proof?.count ?? 0
            let proven = leaf.flatMap { leaf in root.map { proof.proves(leaf, in: $0) } } ?? false
            #expect((whole && proven) != vector.wantErr, "\(vector.desc)")
        }
    }

    @Test func `consistency proofs are accepted and refused as the vectors say`() throws {
        let vectors = try MerkleVectors.consistency.map { try MerkleVectors.read(Consistency.self, $0) }
        #expect(vectors.count > 50)
        for vector in vectors {
            let proof = ConsistencyProof(
                oldSize: vector.size1, size: vector.size2, path: MerkleVectors.digests(vector.proof))
            let whole = proof.path.count == vector.proof?.count ?? 0
            let old = MerkleVectors.root(vector.root1)
            let new = MerkleVectors.root(vector.root2)
            let proven = old.flatMap { old in new.map { proof.proves($0, extends: old) } } ?? false
            #expect((whole && proven) != vector.wantErr, "\(vector.desc)")
        }
    }

    struct Inclusion: Decodable {
        let leafIdx, treeSize: UInt64
        let root, leafHash: Data?
        let proof: [Data]?
        let desc: String
        let wantErr: Bool
    }

    struct Consistency: Decodable {
        let size1, size2: UInt64
        let root1, root2: Data?
        let proof: [Data]?
        let desc: String
        let wantErr: Bool
    }
}

/// The vectors in `../shared/vectors/merkle`, read where they are.
enum MerkleVectors {
    static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/vectors/merkle/testdata")

    static var exist: Bool { FileManager.default.fileExists(atPath: directory.path) }
    static var inclusion: [URL] { files("inclusion") }
    static var consistency: [URL] { files("consistency") }

    static func read<Vector: Decodable>(_ type: Vector.Type, _ file: URL) throws -> Vector {
        try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    /// Those of the hashes that are hashes.
    static func digests(_ data: [Data]?) -> [Digest] { (data ?? []).compactMap { Digest(bytes: $0) } }

    /// Some vectors have a text for a root that nobody looks at; it is hashed to be one.
    static func root(_ data: Data?) -> Digest? {
        guard let data, !data.isEmpty else { return nil }
        return Digest(bytes: data) ?? Merkle.leaf(Array(data))
    }

    private static func files(_ folder: String) -> [URL] {
        let found = FileManager.default.enumerator(atPath: directory.appendingPathComponent(folder).path)
        return (found?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".json") }.sorted()
            .map { directory.appendingPathComponent(folder).appendingPathComponent($0) }
    }
}
