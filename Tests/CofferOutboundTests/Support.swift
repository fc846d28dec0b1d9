import CofferModel
import CofferOutbound

/// The fields that the scan finds in a notice.
func leaks(in notice: RenderedNotice, of values: [ScannedValue]) -> [FieldNumber] {
    LeakScan(for: values).fields(in: OutboundMessage(notice))
}
