"""The kernels as one text that a compiled network starts with."""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("kernels")
_FILES = ("head", "functions", "batch", "dense", "softmax", "losses", "moments")
# Imports of one kernel file by another: here they stand in the same text.
_OWN_IMPORT = re.compile(r"^from conspect\S* import (\([^)]*\)|[^\n(]*)\n", re.MULTILINE)
_DOCSTRING = re.compile(r'\A""".*?"""\n', re.DOTALL)


@cache
def prelude(precision: str, integer_bits: int | None) -> str:
    """The source of all kernels for one precision.

    Args:
        precision: `float64` or `float32`.
        integer_bits: the width of the whole numbers of the BLAS whose address is given; None for
            the one that Numba finds.
    """
    products = "products" if integer_bits is None else "blas_products"
    files = (*_FILES, f"exp_{precision}", products)
    parts = [(_FOLDER / f"{file}.py").read_text("utf-8") for file in files]
    text = "\n\n".join(_OWN_IMPORT.sub("", _DOCSTRING.sub("", part)).strip() for part in parts)
    text = text.replace("REAL = np.float64", f"REAL = np.{precision}")
    return text.replace("INTEGER_BITS = 64", f"INTEGER_BITS = {integer_bits}")
