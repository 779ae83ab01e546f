// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <openssl/evp.h>

#include "opened_library.h"

#define CRYPTO_CALLS(CALL)                                                                                             \
    CALL(EVP_Digest) CALL(EVP_DigestFinal_ex) CALL(EVP_DigestInit_ex) CALL(EVP_DigestUpdate) CALL(EVP_MD_CTX_free)     \
    CALL(EVP_MD_CTX_new) CALL(EVP_sha256)

DECLARE_LIBRARY(libcrypto, CRYPTO_CALLS)
