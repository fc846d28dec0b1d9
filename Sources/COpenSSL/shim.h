// libcrypto of OpenSSL 3, and the macros of its stacks that Swift cannot call.
#ifndef COFFER_OPENSSL_SHIM_H
#define COFFER_OPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static inline int coffer_general_names_count(const GENERAL_NAMES *names) {
    return sk_GENERAL_NAME_num(names);
}

static inline const GENERAL_NAME *coffer_general_name(const GENERAL_NAMES *names, int index) {
    return sk_GENERAL_NAME_value(names, index);
}

// One of the three kinds that are IA5 text; the caller looks at `type` first.
static inline const ASN1_IA5STRING *coffer_general_name_text(const GENERAL_NAME *name) {
    return name->d.ia5;
}

static inline const ASN1_OCTET_STRING *coffer_general_name_address(const GENERAL_NAME *name) {
    return name->d.iPAddress;
}

// What a memory BIO holds; the bytes stay the BIO's.
static inline long coffer_bio_bytes(BIO *bio, char **bytes) {
    return BIO_get_mem_data(bio, bytes);
}

static inline int coffer_gcm_set_tag(EVP_CIPHER_CTX *context, void *tag) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, tag);
}

static inline int coffer_gcm_get_tag(EVP_CIPHER_CTX *context, void *tag) {
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, tag);
}

// RFC 2253 order and escapes, which RFC 4514 kept, but UTF-8 as it is instead of hexadecimal pairs.
static inline int coffer_print_name(BIO *out, const X509_NAME *name) {
    return X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

#endif
