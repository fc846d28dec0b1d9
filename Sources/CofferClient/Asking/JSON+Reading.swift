import CofferModel

extension JSON {
    /// Reads an object's members, and refuses any that were not taken.
    func only<Value>(
        _ read: (inout Members) throws(Members.Unexpected) -> Value
    ) throws(Members.Unexpected) -> Value {
        var members = try Members(self)
        let value = try read(&members)
        try members.end()
        return value
    }

    /// Reads an object whose one member is an array.
    func list<Value>(
        _ name: String, _ make: (JSON) throws(Members.Unexpected) -> Value
    ) throws(Members.Unexpected) -> [Value] {
        try only { (members) throws(Members.Unexpected) in try members.list(name, make) }
    }
}
