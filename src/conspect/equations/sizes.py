"""How many values each index of an equation takes, read off the arrays that it stands in."""

from collections.abc import Mapping

from conspect.equations.tree import Equation, Index, elements


def index_sizes(equation: Equation, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """The sizes of the indices, from the shapes of the arrays by name.

    >>> from conspect.equations.parse import parse_equations
    >>> [equation] = parse_equations("z[n,j] = sum(i, x[n,i] * W[i,j])")
    >>> index_sizes(equation, {"x": (5, 2), "W": (2, 3)})
    {'n': 5, 'i': 2, 'j': 3}
    """
    return {
        index.name: size
        for element in (equation.left, *elements(equation.right))
        if element.name in shapes
        for index, size in zip(element.indices, shapes[element.name], strict=True)
        if isinstance(index, Index)
    }
