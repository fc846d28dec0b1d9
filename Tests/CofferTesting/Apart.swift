import Foundation

/// Runs what blocks on a thread of its own: other tests answer on the same few threads as this one.
///
/// - Throws: what the work throws.
package func apart<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}
