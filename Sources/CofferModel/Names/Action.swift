/// What an actor asks the vault to do; each has a row in the ledger.
public enum Action: String, Hashable, Sendable, CaseIterable, Comparable {
    // Values.
    case read, find, add, write, remove, erase
    /// Destroys what is past its time.
    case sweep
    /// Notes what happened, what a subject allowed or forbade, what must rest, what must be kept.
    case event, consent, restrict, hold
    /// Notes where a subject agreed to be written to, or lists it.
    case channel
    /// Notes what a card may be charged for.
    case order
    /// Takes the code of a card for one charge; it is kept in memory alone.
    case authorise
    /// Hands in a one-time token that was sent to an address.
    case confirm
    /// Asks whose agreed channel an address is.
    case match
    /// Tells what the token of a link in a message stands for.
    case link
    /// Renders a notice to look at it: whoever may word a part of it would learn by trying what it must not carry.
    case preview
    /// Renders a notice, to queue or to send.
    case notice
    /// Opens a value for a connector or an envelope; it is not answered to anybody.
    case deliver
    /// Signs with a private key that does not leave: a request for a certificate, or a challenge.
    case sign
    /// Notes that a certificate was handed over to its owner, and destroys the copy of its private key.
    case handOver = "hand_over"
    /// Lists the secrets of devices that are to be changed.
    case rotation
    /// Lists notices on their way, takes them back, has them tried again.
    case outbox
    /// Compares a rendered notice with the subject's values; answers field numbers only.
    case scan
    /// Tells what a label stands for.
    case resolve
    // The vault itself.
    case create, open, close, lock, unlock, login, token, history, ledger, keys, charter, verify
    case importing = "import"
    /// Enters, changes or disables members of staff.
    case staff
    /// Proposes such a change, for a second administrator to approve.
    case propose
    /// Approves another administrator's proposal, and carries it out.
    case approve
    /// Takes back one's own proposal.
    case withdraw
    /// A person's own acknowledgement of the confidentiality text.
    case acknowledge
    /// Looks at the delivery settings, changes or approves them, or tries whether mail could leave.
    case delivery
    /// Publishes a manifest.
    case manifest
    /// Gives a process a role key.
    case roleKey = "role_key"

    /// Whether it is a try at what somebody does not know: each spends the probe budget, hit or miss.
    public var isProbe: Bool { [.find, .match, .confirm, .resolve, .link, .preview].contains(self) }

    /// Alphabetical.
    public static func < (one: Action, other: Action) -> Bool { one.rawValue < other.rawValue }
}
