"""The kernels as one text that a compiled network starts with."""

import re
from pathlib import Path

from conspect.engines.blas import Blas

_FOLDER = Path(__file__).with_name("kernels")
_FILES = ("head", "functions", "batch", "dense", "softmax", "losses", "moments")
# Imports of one kernel file by another: here they stand in the same text.
_OWN_IMPORT = re.compile(r"^from conspect\S* import (\([^)]*\)|[^\n(]*)\n", re.MULTILINE)
_DOCSTRING = re.compile(r'\A""".*?"""\n', re.DOTALL)


def prelude(precision: str, blas: Blas | None) -> str:
    """The source of all kernels for one precision.

    Args:
        precision: `float64` or `float32`.
        blas: the BLAS that works matrix products out; None for the one that Numba finds.
    """
    files = (*_FILES, "products" if blas is None else "blas_products")
    parts = [(_FOLDER / f"{file}.py").read_text("utf-8") for file in files]
    text = "\n\n".join(_OWN_IMPORT.sub("", _DOCSTRING.sub("", part)).strip() for part in parts)
    text = text.replace("REAL = np.float64", f"REAL = np.{precision}")
    return (
        text if blas is None else text.replace("INTEGER_BITS = 64", f"INTEGER_BITS = {blas.bits}")
    )
