@_exported public import CofferModel

// Whoever links Coffer needs its nouns, a clock, randomness and a driver's name; one import brings them.
@_exported public import struct CofferCrypto.SystemClock
@_exported public import struct CofferCrypto.SystemRandom
@_exported public import struct CofferStore.Storage
