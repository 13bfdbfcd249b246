"""The name of a recorded operation, whichever library or operator it came through."""

import functools
from typing import Any

_ALIASES = {
    "sub": "subtract", "mul": "multiply", "truediv": "divide", "true_divide": "divide",
    "pow": "power", "float_power": "power", "neg": "negative", "pos": "positive", "abs": "absolute",
    "fabs": "absolute", "amax": "max", "amin": "min", "gt": "greater", "lt": "less",
    "ge": "greater_equal", "le": "less_equal", "eq": "equal", "ne": "not_equal",
    "float": "identity", "asarray": "identity", "array": "identity", "astype": "identity",
    "copy": "identity", "asanyarray": "identity", "ascontiguousarray": "identity",
    "item": "identity", "float64": "identity", "float32": "identity", "matrix": "identity",
    "asmatrix": "identity", "positive": "identity", "real": "identity", "squeeze": "squeeze",
    "view": "identity", "longdouble": "identity", "A": "identity", "asfortranarray": "identity",
    "T": "transpose", "mT": "matrix_transpose", "A1": "ravel", "flatten": "ravel",
    "concat": "concatenate",
    "round_": "round", "fmax": "maximum", "fmin": "minimum", "expit": "sigmoid", "asinh": "arcsinh",
    "acosh": "arccosh", "atanh": "arctanh", "atan": "arctan", "asin": "arcsin", "acos": "arccos",
    "permute_dims": "transpose", "floordiv": "floor_divide", "invert": "logical_not",
}  # fmt: skip


def name_of(function: Any) -> str:
    """The field's name of what the function computes.

    >>> import math, operator
    >>> name_of(operator.mul), name_of(math.exp)
    ('multiply', 'exp')
    """
    if isinstance(function, functools.partial):
        return name_of(function.func)
    name = getattr(function, "__name__", type(function).__name__)
    return _ALIASES.get(name, name)
