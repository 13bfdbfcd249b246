"""Adjoint rules of products of two arrays: each is linear in both.

A rule gives the adjoint of either operand as something to be called: that of the data, the largest
by far, is seldom asked for.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from conspect.check.derivatives.arrays import Array, fit

Side = Callable[[], Array]
Product = Callable[[Array, Array, Array, tuple[Any, ...], dict[str, Any]], tuple[Side, Side]]


def _matmul(
    g: Array, a: Array, b: Array, rest: tuple[Any, ...], how: dict[str, Any]
) -> tuple[Side, Side]:
    a2 = a[None, :] if a.ndim == 1 else a
    b2 = b[:, None] if b.ndim == 1 else b
    g2 = np.asarray(g)
    if a.ndim == 1:
        g2 = np.expand_dims(g2, -2 if b.ndim > 1 else -1)
    if b.ndim == 1:
        g2 = np.expand_dims(g2, -1)
    return (
        lambda: fit(g2 @ np.swapaxes(b2, -1, -2), a2.shape).reshape(a.shape),
        lambda: fit(np.swapaxes(a2, -1, -2) @ g2, b2.shape).reshape(b.shape),
    )


def _dot(
    g: Array, a: Array, b: Array, rest: tuple[Any, ...], how: dict[str, Any]
) -> tuple[Side, Side]:
    if a.ndim == 0 or b.ndim == 0:
        return lambda: fit(g * b, a.shape), lambda: fit(g * a, b.shape)
    if a.ndim <= 2 and b.ndim <= 2:
        return _matmul(g, a, b, rest, how)
    axis = max(b.ndim - 2, 0)
    return _contracted(g, a, b, [a.ndim - 1], [axis])


def _contracted(
    g: Array, a: Array, b: Array, axes_a: list[int], axes_b: list[int]
) -> tuple[Side, Side]:
    free_a = [k for k in range(a.ndim) if k not in axes_a]
    free_b = [k for k in range(b.ndim) if k not in axes_b]

    def by_a() -> Array:
        inner = np.tensordot(g, b, (list(range(len(free_a), g.ndim)), free_b))
        # What is left of b stands in the order of b's axes.
        order = sorted(range(len(axes_b)), key=lambda k: axes_b[k])
        return np.transpose(inner, np.argsort(free_a + [axes_a[k] for k in order]))

    def by_b() -> Array:
        inner = np.tensordot(a, g, (free_a, list(range(len(free_a)))))
        order = sorted(range(len(axes_a)), key=lambda k: axes_a[k])
        return np.transpose(inner, np.argsort([axes_b[k] for k in order] + free_b))

    return by_a, by_b


def _tensordot(
    g: Array, a: Array, b: Array, rest: tuple[Any, ...], how: dict[str, Any]
) -> tuple[Side, Side]:
    axes = rest[0] if rest else how.get("axes", 2)
    if isinstance(axes, (int, np.integer)):
        n = int(axes)
        return _contracted(g, a, b, list(range(a.ndim - n, a.ndim)), list(range(n)))
    first, second = axes
    lists = [[k] if isinstance(k, (int, np.integer)) else list(k) for k in (first, second)]
    return _contracted(
        g, a, b, [int(k) % a.ndim for k in lists[0]], [int(k) % b.ndim for k in lists[1]]
    )


def _outer(
    g: Array, a: Array, b: Array, rest: tuple[Any, ...], how: dict[str, Any]
) -> tuple[Side, Side]:
    return (
        lambda: (g @ b.reshape(-1)).reshape(a.shape),
        lambda: (a.reshape(-1) @ g).reshape(b.shape),
    )


def _inner(
    g: Array, a: Array, b: Array, rest: tuple[Any, ...], how: dict[str, Any]
) -> tuple[Side, Side]:
    if a.ndim == 0 or b.ndim == 0:
        return lambda: fit(g * b, a.shape), lambda: fit(g * a, b.shape)
    return _contracted(g, a, b, [a.ndim - 1], [b.ndim - 1])


def _vdot(
    g: Array, a: Array, b: Array, rest: tuple[Any, ...], how: dict[str, Any]
) -> tuple[Side, Side]:
    return lambda: g * b.reshape(a.shape), lambda: g * a.reshape(b.shape)


PRODUCTS: dict[str, Product] = {
    "matmul": _matmul, "dot": _dot, "tensordot": _tensordot, "outer": _outer, "inner": _inner,
    "vdot": _vdot,
}  # fmt: skip


def einsum_adjoints(g: Array, subscripts: str, operands: list[Array]) -> list[Array]:
    """The adjoints of the operands of `np.einsum(subscripts, *operands)`."""
    inputs, arrow, output = subscripts.replace(" ", "").partition("->")
    terms = inputs.split(",")
    if not arrow:
        letters = "".join(terms)
        output = "".join(sorted(c for c in set(letters) if letters.count(c) == 1))
    results = []
    for k, operand in enumerate(operands):
        others = [o for j, o in enumerate(operands) if j != k]
        names = [t for j, t in enumerate(terms) if j != k]
        known = set(output).union(*names)
        # A letter that only this operand has was summed over: its adjoint is spread.
        kept = "".join(c for c in terms[k] if c in known)
        value = np.einsum(",".join([output, *names]) + "->" + kept, g, *others)
        form = [operand.shape[j] if c in known else 1 for j, c in enumerate(terms[k])]
        results.append(np.broadcast_to(value.reshape(form), operand.shape))
    return results
