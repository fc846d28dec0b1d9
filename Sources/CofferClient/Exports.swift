// Whoever asks needs the nouns of the vault; one import brings them.
@_exported public import CofferModel
