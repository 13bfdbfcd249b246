"""The compiled engine: a whole epoch as one function of machine code, made by Numba."""
