// libcrypto of OpenSSL 3, and the macros of its stacks that Swift cannot call.
#ifndef COFFER_OPENSSL_SHIM_H
#define COFFER_OPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
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

// Has a request ask for the other names that a certificate has; 1 also when it has none.
static inline int coffer_request_names(X509_REQ *request, const X509 *certificate) {
    int place = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
    if (place < 0) return 1;
    STACK_OF(X509_EXTENSION) *names = sk_X509_EXTENSION_new_null();
    int done = names != NULL && sk_X509_EXTENSION_push(names, X509_get_ext(certificate, place)) > 0
        && X509_REQ_add_extensions(request, names) == 1;
    sk_X509_EXTENSION_free(names);
    return done;
}

// The safes of a PKCS#12 file, and the bags of a safe.
static inline int coffer_safes_count(const STACK_OF(PKCS7) *safes) { return sk_PKCS7_num(safes); }

static inline PKCS7 *coffer_safe(const STACK_OF(PKCS7) *safes, int index) {
    return sk_PKCS7_value(safes, index);
}

static inline void coffer_safes_free(STACK_OF(PKCS7) *safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }

static inline int coffer_bags_count(const STACK_OF(PKCS12_SAFEBAG) *bags) {
    return sk_PKCS12_SAFEBAG_num(bags);
}

static inline const PKCS12_SAFEBAG *coffer_bag(const STACK_OF(PKCS12_SAFEBAG) *bags, int index) {
    return sk_PKCS12_SAFEBAG_value(bags, index);
}

static inline void coffer_bags_free(STACK_OF(PKCS12_SAFEBAG) *bags) {
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

static inline int coffer_safe_kind(const PKCS7 *safe) { return OBJ_obj2nid(safe->type); }

// By what a safe is encrypted; NULL for one that is not, or is broken.
static inline const X509_ALGOR *coffer_safe_algorithm(const PKCS7 *safe) {
    if (OBJ_obj2nid(safe->type) != NID_pkcs7_encrypted) return NULL;
    if (safe->d.encrypted == NULL || safe->d.encrypted->enc_data == NULL) return NULL;
    return safe->d.encrypted->enc_data->algorithm;
}

// How often PBKDF2 or the derivation of PKCS#12 runs, as its parameters say; -1 for what is neither of both.
static inline int64_t coffer_iterations(const X509_ALGOR *algorithm) {
    const ASN1_OBJECT *object = NULL;
    const void *value = NULL;
    int type = V_ASN1_UNDEF;
    int64_t iterations = -1;
    X509_ALGOR_get0(&object, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE) return -1;
    if (OBJ_obj2nid(object) == NID_pbes2) {
        PBE2PARAM *both = (PBE2PARAM *)ASN1_item_unpack(value, ASN1_ITEM_rptr(PBE2PARAM));
        if (both == NULL) return -1;
        X509_ALGOR_get0(&object, &type, &value, both->keyfunc);
        if (OBJ_obj2nid(object) == NID_id_pbkdf2 && type == V_ASN1_SEQUENCE) {
            PBKDF2PARAM *derivation = (PBKDF2PARAM *)ASN1_item_unpack(value, ASN1_ITEM_rptr(PBKDF2PARAM));
            if (derivation != NULL && ASN1_INTEGER_get_int64(&iterations, derivation->iter) != 1) iterations = -1;
            PBKDF2PARAM_free(derivation);
        }
        PBE2PARAM_free(both);
        return iterations;
    }
    PBEPARAM *old = (PBEPARAM *)ASN1_item_unpack(value, ASN1_ITEM_rptr(PBEPARAM));
    if (old != NULL && ASN1_INTEGER_get_int64(&iterations, old->iter) != 1) iterations = -1;
    PBEPARAM_free(old);
    return iterations;
}

#endif
