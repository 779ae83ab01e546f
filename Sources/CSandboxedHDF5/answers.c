// For fdopen and strnlen.
#define _GNU_SOURCE

#include "child.h"
#include "slice.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Objects in the largest file that is listed, and axes of an array.
enum { MOST_OBJECTS = 1 << 20, MOST_AXES = 8 };

/// The pipe as a stream; the child ends at the first failure.
static FILE *out;

static void put(const void *bytes, size_t count) {
    if (fwrite(bytes, 1, count, out) != count) _exit(1);
}
static void put_byte(uint8_t value) { put(&value, sizeof value); }
static void put_number(uint64_t value) { put(&value, sizeof value); }
static void put_text(const char *text, size_t count) {
    uint32_t length = (uint32_t)count;
    put(&length, sizeof length);
    put(text, count);
}

static void finish(void) {
    put_byte(END_MARK);
    // Nothing of libhdf5 is closed: what a broken file left of it must not run again.
    _exit(fflush(out) == 0 ? 0 : 1);
}

/// Whether an exponent and a fraction fill a float as IEEE 754 has it: sign, exponent, fraction, with the usual bias and
/// a leading one that is not stored.
static int is_ieee(hid_t type, size_t bits, size_t exponent_bits) {
    size_t sign, exponent, found_exponent_bits, fraction, fraction_bits, fraction_room = bits - 1 - exponent_bits;
    if (h5.H5Tget_fields(type, &sign, &exponent, &found_exponent_bits, &fraction, &fraction_bits) < 0) return 0;
    return sign == bits - 1 && exponent == fraction_room && found_exponent_bits == exponent_bits && fraction == 0
        && fraction_bits == fraction_room && h5.H5Tget_ebias(type) == ((size_t)1 << (exponent_bits - 1)) - 1
        && h5.H5Tget_norm(type) == H5T_NORM_IMPLIED;
}

/// The letter of a type that is read, as the header tells: plain bytes, or `c` for numbers that libhdf5 converts.
static uint8_t kind(hid_t type) {
    size_t size = h5.H5Tget_size(type), bits = 8 * size;
    H5T_class_t class = h5.H5Tget_class(type);
    if (class == H5T_STRING) return 's';
    if (class == H5T_REFERENCE && size == sizeof(hobj_ref_t)) return 'r';
    if ((class != H5T_INTEGER && class != H5T_FLOAT) || size == 0 || size > 8) return '?';
    H5T_order_t order = h5.H5Tget_order(type);
    int is_plain = (order == H5T_ORDER_LE || order == H5T_ORDER_BE) && h5.H5Tget_precision(type) == bits
        && h5.H5Tget_offset(type) == 0;
    if (class == H5T_INTEGER) {
        int is_size = size == 1 || size == 2 || size == 4 || size == 8;
        if (!is_plain || !is_size) return order == H5T_ORDER_LE || order == H5T_ORDER_BE ? 'c' : '?';
        return h5.H5Tget_sign(type) == H5T_SGN_NONE ? 'u' : 'i';
    }
    if (is_plain && size == 2 && is_ieee(type, bits, 8)) return 'b';
    if (is_plain && is_ieee(type, bits, size == 2 ? 5 : size == 4 ? 8 : 11)) return 'f';
    // Other normalisations and byte orders, libhdf5 takes for the usual ones.
    int is_converted = h5.H5Tget_norm(type) == H5T_NORM_IMPLIED && (order == H5T_ORDER_LE || order == H5T_ORDER_BE);
    return is_converted ? 'c' : '?';
}

/// Whether the elements are in this file, and not in others that it names.
static int is_inside(hid_t creation) {
    H5D_layout_t layout = h5.H5Pget_layout(creation);
    return (layout == H5D_COMPACT || layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED)
        && h5.H5Pget_external_count(creation) == 0;
}

/// Whether a dataset is a MATLAB array of characters, which are kept as numbers of 16 bits.
static int is_characters(hid_t dataset) {
    char class[16] = "";
    if (h5.H5Aexists(dataset, "MATLAB_class") <= 0) return 0;
    hid_t attribute = h5.H5Aopen(dataset, "MATLAB_class", H5P_DEFAULT), type = h5.H5Aget_type(attribute);
    hid_t space = h5.H5Aget_space(attribute);
    int is_short = h5.H5Tget_class(type) == H5T_STRING && h5.H5Tis_variable_str(type) == 0
        && h5.H5Tget_size(type) < sizeof class && h5.H5Sget_simple_extent_npoints(space) == 1;
    if (is_short && h5.H5Aread(attribute, type, class) < 0) _exit(1);
    h5.H5Sclose(space), h5.H5Tclose(type), h5.H5Aclose(attribute);
    return strcmp(class, "char") == 0;
}

static void put_dataset(hid_t group, const char *path) {
    hid_t dataset = h5.H5Dopen2(group, path, H5P_DEFAULT);
    if (dataset < 0) _exit(1);
    hid_t space = h5.H5Dget_space(dataset), type = h5.H5Dget_type(dataset), creation = h5.H5Dget_create_plist(dataset);
    hsize_t sizes[MOST_AXES];
    int rank = h5.H5Sget_simple_extent_ndims(space);
    if (type < 0 || creation < 0 || rank < 0) _exit(1);
    if (rank <= MOST_AXES && is_inside(creation) && h5.H5Sget_simple_extent_dims(space, sizes, NULL) == rank) {
        put_byte('D');
        put_text(path, strlen(path));
        put_byte((uint8_t)rank);
        for (int axis = 0; axis < rank; axis++) put_number(sizes[axis]);
        put_byte(is_characters(dataset) ? 't' : kind(type));
        put_byte((uint8_t)h5.H5Tget_size(type));
        put_byte(h5.H5Tget_order(type) == H5T_ORDER_BE);
        int is_plain = h5.H5Pget_layout(creation) == H5D_CONTIGUOUS;
        put_number(is_plain ? h5.H5Dget_offset(dataset) : UINT64_MAX);
    }
    h5.H5Pclose(creation), h5.H5Tclose(type), h5.H5Sclose(space), h5.H5Dclose(dataset);
}

/// Writes the texts of an attribute, which are of one length with zeros at their ends, or each of its own.
static void put_texts(hid_t attribute, hid_t type, size_t count) {
    if (h5.H5Tis_variable_str(type) > 0) {
        hid_t text = h5.H5Tcopy(*h5.text);
        char **texts = calloc(count + 1, sizeof *texts);
        h5.H5Tset_size(text, H5T_VARIABLE);
        h5.H5Tset_cset(text, h5.H5Tget_cset(type));
        if (!texts || h5.H5Aread(attribute, text, texts) < 0) _exit(1);
        for (size_t index = 0; index < count; index++)
            put_text(texts[index] ? texts[index] : "", texts[index] ? strlen(texts[index]) : 0);
        h5.H5Tclose(text);
        free(texts);
    } else {
        size_t size = h5.H5Tget_size(type);
        char *texts = calloc(count + 1, size);
        if (size == 0 || !texts || h5.H5Aread(attribute, type, texts) < 0) _exit(1);
        for (size_t index = 0; index < count; index++)
            put_text(texts + index * size, strnlen(texts + index * size, size));
        free(texts);
    }
}

static herr_t put_attribute(hid_t group, const char *name, const H5A_info_t *info, void *path) {
    (void)info;
    const char *names[] = {"layer_names", "weight_names", "model_config", "keras_version", "name"};
    size_t known = sizeof names / sizeof *names;
    // Long lists are parted over attributes with a number at the end.
    size_t stem = strcspn(name, "0123456789");
    while (known > 0 && (strlen(names[known - 1]) != stem || strncmp(names[known - 1], name, stem) != 0)) known--;
    if (known == 0) return 0;
    hid_t attribute = h5.H5Aopen(group, name, H5P_DEFAULT);
    hid_t type = h5.H5Aget_type(attribute), space = h5.H5Aget_space(attribute);
    hssize_t count = h5.H5Sget_simple_extent_npoints(space);
    if (type < 0 || count < 0 || count > UINT32_MAX) _exit(1);
    if (h5.H5Tget_class(type) == H5T_STRING) {
        put_byte('A');
        put_text(path, strlen(path));
        put_text(name, strlen(name));
        uint32_t number = (uint32_t)count;
        put(&number, sizeof number);
        put_texts(attribute, type, (size_t)count);
    }
    h5.H5Sclose(space), h5.H5Tclose(type), h5.H5Aclose(attribute);
    return 0;
}

static herr_t put_object(hid_t root, const char *path, const H5O_info_t *info, void *left) {
    if (--*(long *)left < 0) _exit(1);
    if (info->type == H5O_TYPE_DATASET) put_dataset(root, path);
    if (info->type == H5O_TYPE_GROUP) {
        hid_t group = h5.H5Gopen2(root, path, H5P_DEFAULT);
        hsize_t place = 0;
        if (h5.H5Aiterate2(group, H5_INDEX_NAME, H5_ITER_NATIVE, &place, put_attribute, (void *)path) < 0) _exit(1);
        h5.H5Gclose(group);
    }
    return 0;
}

static void list(struct question question, int pipe) {
    hid_t file = slice_open(question.descriptor, question.start, question.length);
    long left = MOST_OBJECTS;
    out = fdopen(pipe, "w");
    if (file < 0 || !out || h5.H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, put_object, &left) < 0) _exit(1);
    finish();
}

static void read_floats(struct question question, int pipe) {
    hid_t file = slice_open(question.descriptor, question.start, question.length);
    out = fdopen(pipe, "w");
    hid_t dataset = h5.H5Dopen2(file, question.path, H5P_DEFAULT);
    hid_t space = h5.H5Dget_space(dataset), creation = h5.H5Dget_create_plist(dataset);
    if (!out || creation < 0 || !is_inside(creation)) _exit(1);
    if (h5.H5Sget_simple_extent_npoints(space) != (hssize_t)question.count) _exit(1);
    float *values = malloc(question.count * sizeof *values + 1);
    if (!values || h5.H5Dread(dataset, *h5.native_float, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) _exit(1);
    put(values, question.count * sizeof *values);
    finish();
}

/// Writes the texts of a MATLAB array of characters: the last axis runs over texts, the first over the letters of each.
static void put_characters(hid_t dataset, uint64_t most) {
    hid_t space = h5.H5Dget_space(dataset);
    hsize_t sizes[2] = {0, 0};
    // Of an empty one, MATLAB writes the sizes.
    int is_empty = h5.H5Aexists(dataset, "MATLAB_empty") > 0;
    if (!is_empty
        && (h5.H5Sget_simple_extent_ndims(space) != 2 || h5.H5Sget_simple_extent_dims(space, sizes, NULL) != 2))
        _exit(1);
    size_t texts = is_empty ? 1 : sizes[1], length = sizes[0];
    if (texts == 0 || texts > most || length > most / texts) _exit(1);
    uint16_t *letters = malloc(texts * length * sizeof *letters + 1), *text = malloc(length * sizeof *text + 1);
    if (!letters || !text) _exit(1);
    if (length > 0 && h5.H5Dread(dataset, *h5.native_short, H5S_ALL, H5S_ALL, H5P_DEFAULT, letters) < 0) _exit(1);
    for (size_t row = 0; row < texts; row++) {
        for (size_t place = 0; place < length; place++) text[place] = letters[place * texts + row];
        put_byte('w');
        put_text((const char *)text, length * sizeof *text);
    }
    free(letters), free(text);
    h5.H5Sclose(space);
}

/// Writes the texts that references lead to.
static void put_referred(hid_t dataset, size_t count, uint64_t most) {
    hobj_ref_t *references = calloc(count + 1, sizeof *references);
    if (!references || h5.H5Dread(dataset, *h5.reference, H5S_ALL, H5S_ALL, H5P_DEFAULT, references) < 0) _exit(1);
    for (size_t index = 0; index < count; index++) {
        hid_t text = h5.H5Rdereference2(dataset, H5P_DEFAULT, H5R_OBJECT, &references[index]);
        hid_t space = text < 0 ? -1 : h5.H5Dget_space(text);
        if (space >= 0 && is_characters(text)) {
            put_characters(text, most);
        } else {
            put_byte('?');
            put_text("", 0);
        }
        if (space >= 0) h5.H5Sclose(space);
        if (text >= 0) h5.H5Oclose(text);
    }
    free(references);
}

/// Writes the texts of a dataset, which are of one length with zeros at their ends, or each of its own.
static void put_strings(hid_t dataset, hid_t type, size_t count) {
    int is_variable = h5.H5Tis_variable_str(type) > 0;
    size_t size = is_variable ? sizeof(char *) : h5.H5Tget_size(type);
    char *texts = calloc(count + 1, size);
    if (size == 0 || !texts || h5.H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) < 0) _exit(1);
    for (size_t index = 0; index < count; index++) {
        const char *text = is_variable ? ((char **)texts)[index] : texts + index * size;
        put_byte('b');
        put_text(text ? text : "", !text ? 0 : is_variable ? strlen(text) : strnlen(text, size));
    }
    free(texts);
}

static void read_texts(struct question question, int pipe) {
    hid_t file = slice_open(question.descriptor, question.start, question.length);
    out = fdopen(pipe, "w");
    hid_t dataset = h5.H5Dopen2(file, question.path, H5P_DEFAULT);
    hid_t space = h5.H5Dget_space(dataset), type = h5.H5Dget_type(dataset);
    hid_t creation = h5.H5Dget_create_plist(dataset);
    hssize_t count = h5.H5Sget_simple_extent_npoints(space);
    if (!out || creation < 0 || !is_inside(creation) || type < 0 || count < 0) _exit(1);
    if (is_characters(dataset)) {
        put_characters(dataset, question.most);
    } else {
        if (count != (hssize_t)question.count) _exit(1);
        if (h5.H5Tget_class(type) == H5T_STRING) put_strings(dataset, type, question.count);
        else put_referred(dataset, question.count, question.most);
    }
    finish();
}

/// A question about a file whose answer takes so many bytes: memory and time in proportion to both.
static struct question ask(int descriptor, uint64_t start, uint64_t length, uint64_t answer) {
    struct question question = {
        .descriptor = descriptor, .start = start, .length = length,
        .memory = (UINT64_C(1) << 27) + 8 * (length + answer),
        .seconds = (unsigned)(2 + (length + answer) / (UINT64_C(1) << 24)),
        .most = answer,
    };
    return question;
}

struct sandboxed_hdf5_answer sandboxed_hdf5_list(int descriptor, uint64_t start, uint64_t length) {
    return in_child(ask(descriptor, start, length, (1 << 20) + length), list);
}

struct sandboxed_hdf5_answer sandboxed_hdf5_read(
    int descriptor, uint64_t start, uint64_t length, const char *path, uint64_t count) {
    struct question question = ask(descriptor, start, length, 4 * count + 1);
    question.path = path;
    question.count = count;
    return in_child(question, read_floats);
}

struct sandboxed_hdf5_answer sandboxed_hdf5_texts(
    int descriptor, uint64_t start, uint64_t length, const char *path, uint64_t count) {
    // Packed texts may be longer than their file, though not by much.
    struct question question = ask(descriptor, start, length, (1 << 20) + 16 * length);
    question.path = path;
    question.count = count;
    return in_child(question, read_texts);
}
