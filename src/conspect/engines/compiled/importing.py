"""Importing Numba in half the time: most of a warm start is this import."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec


def import_numba() -> None:
    """Import Numba, and all that it imports before it first runs something.

    This reaches into Numba; one that is made otherwise is imported as it comes, when it is used.
    """
    with _no_collections(), suppress(ImportError, AttributeError):
        with _no_scipy():
            import_module("numba.np.arraymath")
        from numba.core.registry import cpu_target

        cpu_target.target_context.refresh()


@contextmanager
def _no_collections() -> Iterator[None]:
    """An import makes many objects and no garbage: looking for some takes a fifth of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _no_scipy() -> Iterator[None]:
    """Numba imports SciPy's linear algebra only to see whether it is there, for as long as itself.

    Here it is told; where it uses it, it imports it.
    """
    from numba.np import linalg

    def ensure_blas() -> None:
        if find_spec("scipy") is None:
            raise ImportError

    theirs, linalg.ensure_blas = linalg.ensure_blas, ensure_blas
    try:
        yield
    finally:
        linalg.ensure_blas = theirs
