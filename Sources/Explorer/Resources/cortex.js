// cortex
