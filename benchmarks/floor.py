"""The floor: the matrix products of a step alone, into arrays that are there already."""

import ctypes
import sys
from pathlib import Path
from typing import Any

import numpy as np
from workloads import Workload


def mkl_path() -> str:
    """Where `pip install mkl` put Intel's MKL; empty if it is not there."""
    found = sorted(Path(sys.prefix, "lib").glob("libmkl_rt*"))
    return str(found[-1]) if found else ""


class Floor:
    """The products in NumPy's own BLAS."""

    def __init__(self, workload: Workload) -> None:
        n, dtype = workload.batch_size, workload.dtype
        random = np.random.default_rng(0).random
        self.products: list[tuple[Any, Any, Any]] = []
        for at, (i, j) in enumerate(zip(workload.sizes, workload.sizes[1:], strict=False)):
            x, W, z = (random(s).astype(dtype) for s in ((n, i), (i, j), (n, j)))
            self.products += [(x, W, z), (x.T, z.copy(), W.copy())]
            if at:
                self.products.append((z.copy(), W.T, x.copy()))

    def run(self, steps: int) -> int:
        for _ in range(steps):
            for left, right, out in self.products:
                np.dot(left, right, out)
        return steps

    def parameters(self) -> None:
        return None


class MKLFloor(Floor):
    """The products in Intel's MKL, called directly."""

    def __init__(self, workload: Workload) -> None:
        super().__init__(workload)
        if not mkl_path():
            raise ImportError("pip install mkl")
        library = ctypes.CDLL(mkl_path())
        kind = "s" if workload.dtype == "float32" else "d"
        self.gemm = library[f"cblas_{kind}gemm"]
        real = ctypes.c_float if kind == "s" else ctypes.c_double
        self.calls = [self.call(real, *product) for product in self.products]

    def call(self, real: Any, left: Any, right: Any, out: Any) -> tuple[Any, ...]:
        def operand(array: Any) -> tuple[int, int, int]:
            turned = not array.flags.c_contiguous
            rows = array.T if turned else array
            return 112 if turned else 111, array.ctypes.data, rows.shape[1]

        (turn_left, at_left, step_left), (turn_right, at_right, step_right) = (
            operand(array) for array in (left, right)
        )
        sizes = (out.shape[0], out.shape[1], left.shape[1])
        left_part = (ctypes.c_void_p(at_left), step_left)
        right_part = (ctypes.c_void_p(at_right), step_right)
        out_part = (ctypes.c_void_p(out.ctypes.data), out.shape[1])
        return (
            *(101, turn_left, turn_right),
            *(*sizes, real(1), *left_part, *right_part, real(0), *out_part),
        )

    def run(self, steps: int) -> int:
        for _ in range(steps):
            for call in self.calls:
                self.gemm(*call)
        return steps
