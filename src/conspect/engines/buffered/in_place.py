"""From a rule's own function to NumPy calls that write into vectors that are there already.

`new_m = beta * m + dp` becomes

    multiply(_c0, m, out=_s0)
    add(_s0, dp, out=m)

block by block, so that a block stays in the processor's cache from the first call to the last.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from types import CodeType
from typing import Any

import numpy as np

from conspect.engines.flat import Vector
from conspect.engines.straight_line import NotElementwiseError, StraightLine

#: Numbers in a block: some vectors of so many fit into the cache that belongs to one core.
_BLOCK = 32_768

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
}
_FUNCTIONS = ("sqrt", "exp", "log", "abs", "tanh", "maximum", "minimum", "sign")


def sweep(
    function: Callable[..., Any],
    vectors: Mapping[str, Vector],
    results: Sequence[str],
    kept: Mapping[str, str],
) -> Callable[..., tuple[float, ...]]:
    """A function that runs a rule's function over vectors, in place.

    It takes the arguments that are single numbers, by name, and gives back the results that are.

    Args:
        function: the rule's `forward` or `backward`.
        vectors: the arguments that are vectors, by name.
        results: what the function returns, in order.
        kept: the vector that is written over by a result, by the result's name.

    Raises:
        NotElementwiseError: the function is more than arithmetic.
    """
    code, spares = _compiled(function, tuple(vectors), tuple(results), tuple(kept.items()))
    size = len(next(iter(vectors.values())))
    dtype = next(iter(vectors.values())).dtype
    scratch = [np.empty(min(size, _BLOCK), dtype) for _ in range(spares)]
    blocks = [
        tuple(vector[at : at + _BLOCK] for vector in vectors.values())
        + tuple(spare[: min(_BLOCK, size - at)] for spare in scratch)
        for at in range(0, size, _BLOCK)
    ]
    names = {name: getattr(np, name) for name in (*_OPERATORS.values(), *_FUNCTIONS)}
    # NumPy takes a number in an array twice as fast as one of Python's.
    number = partial(np.array, dtype=dtype)
    space: dict[str, Any] = {**names, "blocks": blocks, "number": number}
    exec(code, space)
    made: Callable[..., tuple[float, ...]] = space["sweep"]
    return made


@cache
def _compiled(
    function: Callable[..., Any],
    vectors: tuple[str, ...],
    results: tuple[str, ...],
    kept: tuple[tuple[str, str], ...],
) -> tuple[CodeType, int]:
    """The code of the sweep, and how many spare vectors it needs."""
    writer = _Writer(StraightLine(function, vectors), vectors, results, dict(kept))
    source = writer.text()
    return compile(source, f"<{function.__qualname__}, in place>", "exec"), writer.most


def whole(
    function: Callable[..., Any],
    vectors: Mapping[str, Vector],
    results: Sequence[str],
    kept: Mapping[str, str],
) -> Callable[..., tuple[float, ...]]:
    """The same for any function: it runs as it is, and what it makes is copied."""

    def run(**singles: float) -> tuple[float, ...]:
        made = function(**vectors, **singles)
        by_name = dict(zip(results, made if isinstance(made, tuple) else (made,), strict=True))
        for result, vector in kept.items():
            vectors[vector][...] = by_name[result]
        return tuple(float(value) for value in by_name.values() if not np.ndim(value))

    return run


class _Writer:
    """Writes the source of the sweep; spare vectors are dealt out and taken back as it goes."""

    def __init__(
        self,
        line: StraightLine,
        vectors: Sequence[str],
        results: Sequence[str],
        kept: Mapping[str, str],
    ) -> None:
        self.line, self.vectors, self.kept = line, vectors, kept
        self.results = results
        self.before: list[str] = []
        self.calls: list[str] = []
        self.free: list[str] = []
        self.most = 0
        self.places: dict[str, str] = {name: name for name in vectors}

    def text(self) -> str:
        singles = [name for name in self.line.arguments if name not in self.vectors]
        finals = dict(zip(self.results, self.line.values, strict=True))
        returned = [ast.unparse(v) for v in finals.values() if not self.line.varies(v)]
        for position, (name, value) in enumerate(self.line.assignments):
            if self.line.varies(value):
                self.places[name] = self.into(self.target(name, position, finals), value)
            else:
                self.before.append(f"{name} = {ast.unparse(value)}")
        for result, vector in self.kept.items():
            self.finish(finals[result], vector)
        spares = [f"_s{i}" for i in range(self.most)]
        lines = [
            f"def sweep({', '.join(singles)}):",
            *(f"    {line}" for line in self.before),
            f"    for {', '.join([*self.vectors, *spares])}, in blocks:",
            *(f"        {call}" for call in self.calls),
            f"    return ({''.join(f'{value}, ' for value in returned)})",
        ]
        return "\n".join(lines)

    def target(self, name: str, position: int, finals: Mapping[str, ast.expr]) -> str | None:
        """The vector that an assigned name can be written to at once, if nothing reads it later."""
        vector = next(
            (
                self.kept[result]
                for result, value in finals.items()
                if result in self.kept and isinstance(value, ast.Name) and value.id == name
            ),
            None,
        )
        later = [value for _name, value in self.line.assignments[position + 1 :]]
        read = {
            node.id
            for v in [*later, *finals.values()]
            for node in ast.walk(v)
            if isinstance(node, ast.Name)
        }
        return None if vector in read else vector

    def finish(self, value: ast.expr, vector: str) -> None:
        """Bring a result to the vector that it is kept in."""
        place = self.into(vector, value)
        if place != vector:
            self.calls.append(f"{vector}[...] = {place}")

    def into(self, out: str | None, tree: ast.expr) -> str:
        """Work an expression out; where it stands then: in `out`, in a spare, or where it was."""
        if not self.line.varies(tree):
            return self.constant(tree)
        match tree:
            case ast.Name(id=name):
                return self.places[name]
            case ast.BinOp(left=left, op=ast.Div(), right=right) if not self.line.varies(right):
                # A product is several times faster than a quotient.
                inverse = ast.BinOp(ast.Constant(1), ast.Div(), right)
                return self.call(out, "multiply", [left, inverse])
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
                return self.call(out, _OPERATORS[type(sign)], [left, right])
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.call(out, "multiply", [operand, ast.Constant(-1)])
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _FUNCTIONS:
                return self.call(out, name, arguments)
        raise NotElementwiseError(f"{ast.unparse(tree)!r} is more than arithmetic")

    def call(self, out: str | None, function: str, parts: Sequence[ast.expr]) -> str:
        operands = [self.into(None, part) for part in parts]
        named = set(self.places.values())
        for operand in operands:
            if operand.startswith("_s") and operand not in named and operand not in self.free:
                self.free.append(operand)
        place = out or self.spare()
        self.calls.append(f"{function}({', '.join(operands)}, out={place})")
        return place

    def constant(self, tree: ast.expr) -> str:
        """A single number, worked out before the blocks."""
        name = f"_c{len(self.before)}"
        self.before.append(f"{name} = number({ast.unparse(tree)})")
        return name

    def spare(self) -> str:
        if self.free:
            return self.free.pop()
        self.most += 1
        return f"_s{self.most - 1}"
