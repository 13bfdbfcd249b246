"""NumPy's own BLAS: its matrix product as an address for compiled code, and its threads.

Numba would call the BLAS that SciPy brings: a second library with threads of its own, and often an
older one. NumPy's is loaded already.
"""

import ctypes
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from threading import Lock
from types import MappingProxyType

import numpy as np

# The names under which builds of NumPy have CBLAS's gemm, and the width of its whole numbers.
_NAMES = (
    ("scipy_cblas_{}gemm64_", 64),
    ("cblas_{}gemm64_", 64),
    ("cblas_{}gemm$NEWLAPACK$ILP64", 64),
    ("cblas_{}gemm", 32),
)
# The names of the functions that read and set the number of threads.
_THREADS = (
    ("scipy_openblas_get_num_threads64_", "scipy_openblas_set_num_threads64_"),
    ("openblas_get_num_threads64_", "openblas_set_num_threads64_"),
    ("openblas_get_num_threads", "openblas_set_num_threads"),
    ("MKL_Get_Max_Threads", "MKL_Set_Num_Threads"),
)
_ROWS, _PLAIN = 101, 111


@dataclass(frozen=True)
class Blas:
    """A BLAS that is loaded.

    Attributes:
        gemm: the address of CBLAS's gemm, by the name of the precision.
        bits: the width of its whole numbers.
        threads: reads the number of its threads, and sets it; None if it has no such functions.
    """

    gemm: Mapping[str, int]
    bits: int
    threads: tuple[Callable[[], int], Callable[[int], None]] | None


@cache
def find() -> Blas | None:
    """NumPy's BLAS, or the library that `CONSPECT_BLAS` names; None if there is no calling it.

    >>> found = find()
    >>> found is None or sorted(found.gemm)
    ['float32', 'float64']
    """
    for path in _libraries():
        try:
            library = ctypes.CDLL(path)
        except OSError:
            continue
        for name, bits in _NAMES:
            gemm = {
                precision: address
                for precision, letter in (("float32", "s"), ("float64", "d"))
                if (address := _gemm(library, name.format(letter), precision, bits))
            }
            if len(gemm) == 2:
                return Blas(MappingProxyType(gemm), bits, _threads(library))
    return None


@contextmanager
def one_thread() -> Iterator[None]:
    """BLAS works in the calling thread alone: waiting for others costs more than small products."""
    found = find()
    if found is None or found.threads is None:
        yield
        return
    read, write = found.threads
    with _lock:
        _before.append(read() if not _before else _before[0])
        write(1)
    try:
        yield
    finally:
        with _lock:
            before = _before.pop()
            if not _before:
                write(before)


_lock = Lock()
# How many threads there were; once for everybody who is now content with one.
_before: list[int] = []


def _libraries() -> Iterator[str]:
    """Where to look: a library of the user's choice, then NumPy's module with what it links to."""
    chosen = os.environ.get("CONSPECT_BLAS")
    if chosen:
        yield chosen
    core = "numpy._core" if np.lib.NumpyVersion(np.__version__) >= "2.0.0" else "numpy.core"
    file = import_module(f"{core}._multiarray_umath").__file__
    if file:
        yield file


def _gemm(library: ctypes.CDLL, name: str, precision: str, bits: int) -> int:
    """The address of a matrix product that has proved itself; 0 if there is none."""
    function = getattr(library, name, None)
    if function is None:
        return 0
    integer = ctypes.c_int64 if bits == 64 else ctypes.c_int32
    real = ctypes.c_double if precision == "float64" else ctypes.c_float
    left = np.array([[2, 3]], precision)
    right = np.array([[1, 10, 100], [5, 50, 500]], precision)
    out = np.zeros((1, 3), precision)
    pointers = [ctypes.c_void_p(array.ctypes.data) for array in (left, right, out)]
    choices = [ctypes.c_int(choice) for choice in (_ROWS, _PLAIN, _PLAIN)]
    rows, terms, columns = integer(1), integer(2), integer(3)
    function.restype = None
    function(
        *(*choices, rows, columns, terms, real(1)),
        *(pointers[0], terms, pointers[1], columns, real(0), pointers[2], columns),
    )
    if out.tolist() != [[17, 170, 1700]]:
        return 0
    return ctypes.cast(function, ctypes.c_void_p).value or 0


def _threads(library: ctypes.CDLL) -> tuple[Callable[[], int], Callable[[int], None]] | None:
    for read, write in _THREADS:
        if hasattr(library, read) and hasattr(library, write):
            return library[read], library[write]
    return None
