#include "crypto_library.h"

#include <openssl/opensslv.h>

DEFINE_LIBRARY(libcrypto, "libcrypto.so." SPELLED(OPENSSL_SHLIB_VERSION), CRYPTO_CALLS)
