#pragma once

// GSL's headers declare CBLAS with fewer enumerators than OpenBLAS's own, and one module may not see both. So products
// are called by their Fortran names, which GSL's headers do not have: matrices column by column.
void openblas_set_num_threads(int count);
char *openblas_get_config(void);
char *openblas_get_corename(void);
void sgemm_(const char *transpose_a, const char *transpose_b, const int *m, const int *n, const int *k,
            const float *alpha, const float *a, const int *lda, const float *b, const int *ldb, const float *beta,
            float *c, const int *ldc);
void dgemm_(const char *transpose_a, const char *transpose_b, const int *m, const int *n, const int *k,
            const double *alpha, const double *a, const int *lda, const double *b, const int *ldb, const double *beta,
            double *c, const int *ldc);
void sgemv_(const char *transpose, const int *m, const int *n, const float *alpha, const float *a, const int *lda,
            const float *x, const int *incx, const float *beta, float *y, const int *incy);
