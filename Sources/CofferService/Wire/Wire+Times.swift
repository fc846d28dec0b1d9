import CofferModel
import NIOCore

/// How long each step may take.
extension Wire {

    func wait(
        _ context: ChannelHandlerContext, _ time: Duration,
        _ act: @escaping (Wire, ChannelHandlerContext) -> Void
    ) {
        reading.set(time, on: context.eventLoop) { [self] in act(self, context) }
    }

    func waitForRequest(_ context: ChannelHandlerContext) {
        wait(context, limits.idle) { $0.end($1) }
    }

    func headIsLate(_ context: ChannelHandlerContext) {
        refuse(context, .usage, "http.head_time")
    }

    func bodyIsLate(_ context: ChannelHandlerContext) {
        let rest = TimeAmount(limits.body) - (NIODeadline.now() - lastRead)
        // A stream may take its time, as long as it moves, or as this side does not read.
        if isStream, !isReading || rest > .zero {
            let next = isReading ? Duration(rest) : limits.body
            return wait(context, next) { $0.bodyIsLate($1) }
        }
        fail(context, .late)
    }

    func watchWrites(_ context: ChannelHandlerContext, in time: TimeAmount) {
        writing.set(Duration(time), on: context.eventLoop) { [self] in
            let rest = TimeAmount(limits.write) - (NIODeadline.now() - lastWritten)
            if rest > .zero { watchWrites(context, in: rest) } else { context.close(promise: nil) }
        }
    }
}
