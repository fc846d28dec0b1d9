import CPlatform
import CofferCrypto
import CofferModel
import Glibc
import Testing

@Suite struct KeyArenaTests {
    @Test func `an arena that is full says so, and has room again when a key ends`() throws {
        let arena = try KeyArena(slots: 2)
        let first = try SecretKey.zeros(in: arena)
        do {
            let second = try SecretKey(random: SystemRandom(), in: arena)
            let same = second.equals(first)
            #expect(!same)
            #expect(throws: ArenaError.exhausted) { _ = try SecretKey.zeros(in: arena) }
            #expect(throws: ArenaError.exhausted) { _ = try second.duplicate() }
            _ = consume second
        }
        #expect(arena.used == 1)
        let third = try first.duplicate()
        let same = third.equals(first)
        #expect(same)
    }

    @Test func `a key's bytes are gone from its slot when it ends`() throws {
        let arena = try KeyArena(slots: 4)
        var address: UInt = 0
        do {
            let key = try secret(Array(1...32), arena)
            unsafe key.withBytes { address = UInt(bitPattern: $0.baseAddress) }
            #expect(bytes(at: address, 32) == Array(1...32))
            _ = consume key
        }
        #expect(bytes(at: address, 32) == [UInt8](repeating: 0, count: 32))
    }

    @Test func `an arena of more than the system locks is an error, never a weaker arena`() async {
        // In a process of its own, and without root's right to lock without limit.
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 65_536, rlim_max: 65_536)
            guard unsafe setrlimit(__rlimit_resource_t(8), &limit) == 0, setuid(65_534) == 0 else { exit(2) }
            do throws(ArenaError) {
                _ = try KeyArena(slots: 100_000)
                exit(3)
            } catch {
                exit(error == .cannotLock ? 0 : 4)
            }
        }
    }

    @Test func `the slab is locked, left out of dumps and wiped in a child`() throws {
        let arena = try KeyArena(slots: 200)
        let key = try SecretKey(random: SystemRandom(), in: arena)
        let mapping = unsafe try key.withBytes { try Mapping(at: UInt(bitPattern: $0.baseAddress)) }
        #expect(mapping.locked >= 200 * 32 / 1024)
        #expect(mapping.flags.isSuperset(of: ["lo", "dd", "wf", "rd", "wr"]))
    }

    @Test func `a forked child reads zeros where the keys are`() throws {
        let arena = try KeyArena(slots: 2)
        let key = try secret(Array(1...32), arena)
        let zeros = unsafe key.withBytes { unsafe coffer_child_reads_zeros($0.baseAddress, $0.count) }
        #expect(zeros == 1)
        let control: [UInt8] = [1, 2, 3]
        let seen = unsafe coffer_child_reads_zeros(control, control.count)
        #expect(seen == 0)
    }

    @Test func `reading past the slab ends the process`() async {
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            let arena = try KeyArena(slots: 127)
            let key = try SecretKey.zeros(in: arena)
            unsafe key.withBytes { bytes in
                let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
                let end = (UInt(bitPattern: bytes.baseAddress) / page + 1) * page
                let beyond = unsafe UnsafePointer<UInt8>(bitPattern: end)
                let seen = unsafe beyond?.pointee
                exit(seen == nil ? 2 : 0)
            }
        }
    }

    @Test func `tasks that take and end keys at once never share a slot`() async throws {
        let arena = try KeyArena(slots: 64)
        await withTaskGroup(of: Bool.self) { group in
            for task in 1...8 {
                group.addTask {
                    (0..<500).allSatisfy { _ in
                        guard let one = try? secret([UInt8(task)], arena), let two = try? one.duplicate()
                        else {
                            return false
                        }
                        let mine = unsafe one.withBytes { unsafe $0.allSatisfy { $0 == UInt8(task) } }
                        return mine && one.equals(two)
                    }
                }
            }
            for await right in group { #expect(right) }
        }
        #expect(arena.used == 0)
    }
}

@Suite struct LockedBufferTests {
    @Test func `a pool gives out its buffers, says when they are out, and gets them back empty`() throws {
        let pool = try BufferPool(buffers: 2, bytesEach: 100)
        let first = try pool.take()
        do {
            var second = try pool.take()
            try second.append([1, 2, 3])
            #expect(throws: ArenaError.exhausted) { _ = try pool.take() }
            _ = consume second
        }
        let third = try pool.take()
        #expect(third.count == 0)
        #expect(first.capacity == 100)
        #expect(pool.used == 2)
    }

    @Test func `bytes that are cut off, or whose buffer ended, are gone`() throws {
        let pool = try BufferPool(buffers: 1, bytesEach: 64)
        var address: UInt = 0
        do {
            var buffer = try pool.take()
            let place = try buffer.append([1, 2, 3, 4])
            #expect(place == 0..<4)
            unsafe buffer.withBytes { address = UInt(bitPattern: $0.baseAddress) }
            buffer.truncate(to: 1)
            #expect(bytes(at: address, 4) == [1, 0, 0, 0])
            #expect(try buffer.append([9]) == 1..<2)
            _ = consume buffer
        }
        #expect(bytes(at: address, 4) == [0, 0, 0, 0])
    }

    @Test func `what has no room is refused and changes nothing`() throws {
        var buffer = try BufferPool(buffers: 1, bytesEach: 4).take()
        try buffer.append([1, 2, 3])
        #expect(throws: ArenaError.exhausted) { try buffer.append([4, 5]) }
        #expect(contents(buffer) == [1, 2, 3])
        #expect(buffer.room == 1)
    }
}

@Suite struct SystemRandomTests {
    @Test func `no two draws are alike, through refills and beside large ones`() {
        let random = SystemRandom()
        var seen = Set<[UInt8]>()
        for _ in 0..<2000 { seen.insert(random.bytes(16)) }
        for _ in 0..<20 { seen.insert(random.bytes(5000)) }
        #expect(seen.count == 2020)
        #expect(random.bytes(0) == [])
    }

    @Test func `bits are set about half of the time`() {
        let ones = SystemRandom().bytes(100_000).reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(abs(ones - 400_000) < 5000)
    }

    @Test func `the clock tells this century's milliseconds`() {
        let now = SystemClock().now()
        #expect(now.calendarDay.year >= 2026)
        #expect(SystemClock().now() >= now)
    }
}

@Suite struct ProcessHardeningTests {
    @Test func `a hardened process leaves no core and has no crash handler`() async {
        await #expect(processExitsWith: .success) {
            do throws(NotHardened) { try ProcessHardening.apply() } catch { exit(2) }
            exit(ProcessHardening.isApplied ? 0 : 3)
        }
        await #expect(processExitsWith: .success) {
            exit(ProcessHardening.isApplied ? 3 : 0)
        }
    }
}

/// Reads memory whose owner is still alive, though what it held there has ended.
func bytes(at address: UInt, _ count: Int) -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count))
}

/// One mapping of this process, as `/proc/self/smaps` tells it.
struct Mapping {
    /// KiB that are locked.
    var locked = 0
    var flags: Set<String> = []

    struct NotFound: Error {}

    init(at address: UInt) throws {
        guard let file = unsafe fopen("/proc/self/smaps", "r") else { throw NotFound() }
        defer { unsafe fclose(file) }
        var (line, inside, found) = ([CChar](repeating: 0, count: 4096), false, false)
        while unsafe fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let words = text.split(whereSeparator: \.isWhitespace).map { String($0) }
            let range = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            if range.count == 2 { inside = range[0]..<range[1] ~= address }
            guard inside else { continue }
            found = true
            if words[0] == "Locked:" { locked = Int(words[1]) ?? 0 }
            if words[0] == "VmFlags:" { flags = Set(words.dropFirst()) }
        }
        guard found else { throw NotFound() }
    }
}
