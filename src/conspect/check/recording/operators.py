"""What the operators of the source mean."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from conspect.check.recording.tape import Value

OPERATORS: dict[str, Callable[..., Any]] = {
    "Add": operator.add, "Sub": operator.sub, "Mult": operator.mul, "Div": operator.truediv,
    "FloorDiv": operator.floordiv, "Mod": operator.mod, "Pow": operator.pow,
    "MatMult": operator.matmul, "BitAnd": operator.and_, "BitOr": operator.or_,
    "BitXor": operator.xor, "LShift": operator.lshift, "RShift": operator.rshift,
    "USub": operator.neg, "UAdd": operator.pos, "Invert": operator.invert,
    "Lt": operator.lt, "LtE": operator.le, "Gt": operator.gt, "GtE": operator.ge,
    "Eq": operator.eq, "NotEq": operator.ne,
}  # fmt: skip
IN_PLACE: dict[str, Callable[..., Any]] = {
    "Add": operator.iadd, "Sub": operator.isub, "Mult": operator.imul, "Div": operator.itruediv,
    "FloorDiv": operator.ifloordiv, "Mod": operator.imod, "Pow": operator.ipow,
    "MatMult": operator.imatmul, "BitAnd": operator.iand, "BitOr": operator.ior,
    "BitXor": operator.ixor, "LShift": operator.ilshift, "RShift": operator.irshift,
}  # fmt: skip


def meant(name: str, left: Value, right: Value) -> Callable[..., Any]:
    """What an operator does: `*` between matrices is their product."""
    of_matrices = isinstance(left, np.matrix) or isinstance(right, np.matrix)
    if name == "Mult" and of_matrices and np.ndim(left) and np.ndim(right):
        return operator.matmul
    return OPERATORS[name]


def joining(owner: Value, index: Any) -> Callable[..., Any] | None:
    """What `np.r_[a, b]` or `np.c_[a, b]` does; None for other owners, and where it counts."""
    if not isinstance(index, tuple) or any(isinstance(part, (slice, str)) for part in index):
        return None
    if owner is np.c_:
        return np.column_stack
    if owner is np.r_:
        return np.hstack if all(np.ndim(part) < 2 for part in index) else np.concatenate
    return None
