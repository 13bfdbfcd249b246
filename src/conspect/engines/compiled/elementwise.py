"""From a rule's own function to the source of a loop over elements.

What is the same for all elements is worked out before the loop, in double precision, and enters it
in the precision of the training: so no element is silently computed in double precision, and
nothing is worked out twice.
"""

import ast
from collections.abc import Callable
from functools import cache
from typing import Any

from conspect.engines.straight_line import NotElementwiseError, StraightLine

_INDENT = "    "


@cache
def loop_source(
    name: str,
    function: Callable[..., Any],
    elements: frozenset[str],
    results: tuple[str, ...],
    stores: tuple[str, ...],
) -> str:
    """The source of a function that runs a rule's function over vectors.

    It takes `size`, the function's own arguments in their order (vectors for the elements, single
    numbers for the others), and a vector for every store; it gives back the results that are single
    numbers.

    Args:
        name: of the function that is made.
        function: the rule's `forward` or `backward`.
        elements: the arguments that are vectors.
        results: what the function returns, in order.
        stores: for each result the statement that keeps an element of it, in terms of `{out}`, a
            vector of its own, and `{value}`; or of an argument's vector, `_p[_i]`, that is written
            over. Empty for a result that is not kept.

    Raises:
        NotElementwiseError: the function is more than arithmetic.
    """
    line = StraightLine(function, elements)
    if len(line.values) != len(results):
        raise NotElementwiseError(f"{name} returns {len(line.values)} results, not {len(results)}")
    body = _Body(line)
    inside, outputs, singles = [], [], []
    for result, value, store in zip(results, line.values, stores, strict=True):
        if not line.varies(value):
            singles.append(ast.unparse(value))
        elif store:
            outputs += [f"_{result}"] if "{out}" in store else []
            text = store.format(out=f"_{result}[_i]", value=ast.unparse(body.inner(value)))
            inside.append(text)
    vectors = [argument for argument in line.arguments if argument in elements]
    taken = [f"_{argument}" if argument in elements else argument for argument in line.arguments]
    lines = [
        "@kernel",
        f"def {name}({', '.join(['size', *taken, *outputs])}):",
        *(_INDENT + text for text in body.before),
        f"{_INDENT}for _i in range(size):",
        *(f"{_INDENT * 2}{vector} = _{vector}[_i]" for vector in vectors),
        *(_INDENT * 2 + text for text in [*body.lines, *inside]),
    ]
    if singles:
        lines.append(f"{_INDENT}return {', '.join(singles)}")
    return "\n".join(lines) + "\n"


class _Body:
    """The statements of a function, parted into those before the loop and those inside it."""

    def __init__(self, line: StraightLine) -> None:
        self.line = line
        self.before: list[str] = []
        self.lines: list[str] = []
        for name, value in line.assignments:
            if line.varies(value):
                self.lines.append(f"{name} = {ast.unparse(self.inner(value))}")
            else:
                self.before.append(f"{name} = {ast.unparse(value)}")

    def inner(self, tree: ast.expr) -> ast.expr:
        """The expression as it stands in the loop: what does not vary is a constant."""
        if not self.line.varies(tree):
            constant = f"_c{len(self.before)}"
            self.before.append(f"{constant} = REAL({ast.unparse(tree)})")
            return ast.Name(constant)
        match tree:
            case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant()):
                return ast.BinOp(self.inner(left), ast.Pow(), tree.right)
            case ast.BinOp(left=left, op=sign, right=right):
                return ast.BinOp(self.inner(left), sign, self.inner(right))
            case ast.UnaryOp(op=sign, operand=operand):
                return ast.UnaryOp(sign, self.inner(operand))
            case ast.Compare(left=left, ops=[sign], comparators=[right]):
                return ast.Compare(self.inner(left), [sign], [self.inner(right)])
            case ast.Call(func=ast.Name() as function, args=arguments, keywords=[]):
                return ast.Call(function, [self.inner(part) for part in arguments], [])
            case ast.Name():
                return tree
        raise NotElementwiseError(f"{ast.unparse(tree)!r} is more than arithmetic")
