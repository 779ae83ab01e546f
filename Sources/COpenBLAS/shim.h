#pragma once

// GSL's headers declare CBLAS with fewer enumerators than OpenBLAS's own, and one module may not see both.
void openblas_set_num_threads(int count);
char *openblas_get_config(void);
