// libcurl's easy interface; its setters and getters take any argument, which Swift cannot say, so here is one for each kind.
#ifndef COFFER_CURL_SHIM_H
#define COFFER_CURL_SHIM_H

#include <stdint.h>

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

typedef size_t (*coffer_curl_data)(char *bytes, size_t size, size_t count, void *context);
typedef int (*coffer_curl_trace)(CURL *handle, curl_infotype kind, char *bytes, size_t count, void *context);
typedef curl_socket_t (*coffer_curl_open)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode coffer_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode coffer_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

// A text, which libcurl copies, or NULL for none.
static inline CURLcode coffer_curl_set_text(CURL *handle, CURLoption option, const char *text) {
    return curl_easy_setopt(handle, option, text);
}

// Bytes, which libcurl copies.
static inline CURLcode coffer_curl_set_blob(CURL *handle, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return curl_easy_setopt(handle, option, &blob);
}

// A context, or bytes that stay the caller's.
static inline CURLcode coffer_curl_set_pointer(CURL *handle, CURLoption option, const void *pointer) {
    return curl_easy_setopt(handle, option, pointer);
}

// Lines that stay the caller's.
static inline CURLcode coffer_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(handle, option, list);
}

static inline CURLcode coffer_curl_on_data(CURL *handle, CURLoption option, coffer_curl_data function) {
    return curl_easy_setopt(handle, option, function);
}

static inline CURLcode coffer_curl_on_trace(CURL *handle, coffer_curl_trace function) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
}

static inline CURLcode coffer_curl_on_open(CURL *handle, coffer_curl_open function) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, function);
}

// The whole address, which for IPv6 is longer than the field is declared.
static inline const void *coffer_curl_peer(const struct curl_sockaddr *address) { return &address->addr; }

// The status of the last answer, 0 for none.
static inline long coffer_curl_status(CURL *handle) {
    long status = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}

// Seconds of the answer's Retry-After, also where it names a date; 0 for none.
static inline int64_t coffer_curl_retry_after(CURL *handle) {
    curl_off_t seconds = 0;
    return curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK ? (int64_t)seconds : 0;
}

// Bytes of the body that were handed to the connection.
static inline int64_t coffer_curl_uploaded(CURL *handle) {
    curl_off_t bytes = 0;
    return curl_easy_getinfo(handle, CURLINFO_SIZE_UPLOAD_T, &bytes) == CURLE_OK ? (int64_t)bytes : 0;
}

#endif
