#include "library.h"

#include "sandboxed_hdf5.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

struct hdf5 h5;

static int is_loaded;

static void load(void) {
    // Debian's name in its development package, which has the header too.
    static const char *const names[] = {HDF5_CALLS(CALL_NAME)};
    void *library = open_library("libhdf5_serial.so", names, sizeof names / sizeof *names, &h5);
    if (!library) return;
    h5.file_access = dlsym(library, "H5P_CLS_FILE_ACCESS_ID_g");
    h5.text = dlsym(library, "H5T_C_S1_g");
    h5.dataset_create = dlsym(library, "H5P_CLS_DATASET_CREATE_ID_g");
    h5.link_create = dlsym(library, "H5P_CLS_LINK_CREATE_ID_g");
    h5.reference = dlsym(library, "H5T_STD_REF_OBJ_g");
    h5.native_short = dlsym(library, "H5T_NATIVE_USHORT_g");
    h5.native_int = dlsym(library, "H5T_NATIVE_INT_g");
    h5.native_float = dlsym(library, "H5T_NATIVE_FLOAT_g");
    unsigned major = 0, minor = 0, release = 0;
    h5.H5get_libversion(&major, &minor, &release);
    is_loaded = h5.file_access && h5.dataset_create && h5.link_create && h5.native_int && h5.native_short && h5.text
        && h5.reference && h5.native_float && major == H5_VERS_MAJOR && minor == H5_VERS_MINOR;
}

int sandboxed_hdf5_version(unsigned version[3]) {
    if (!load_hdf5()) return 0;
    return h5.H5get_libversion(&version[0], &version[1], &version[2]) >= 0;
}

int load_hdf5(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_loaded;
}
