import Foundation

/// Runs what blocks on a thread of its own: the service under test answers on the same few threads as the tests.
func apart<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}
