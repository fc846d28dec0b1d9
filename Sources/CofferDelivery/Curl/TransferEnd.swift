import CCurl

/// How a transfer ended, as far as libcurl knows; what a server said counts for more.
enum TransferEnd: Hashable {
    /// As it should.
    case finished
    case unreachable
    case timeout
    case tls
    /// The connection broke, or what came back made no sense.
    case lost
    /// Something of our own host.
    case local

    init(_ code: CURLcode) {
        self =
            switch code {
            case CURLE_OK: .finished
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
                CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
                .tls
            case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ENGINE_INITFAILED, CURLE_BAD_FUNCTION_ARGUMENT,
                CURLE_INTERFACE_FAILED:
                .local
            default: .lost
            }
    }
}
