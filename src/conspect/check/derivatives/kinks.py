"""Whether a value stands at a kink, where there are two slopes and either is right."""

from collections.abc import Callable
from typing import Any

import numpy as np

from conspect.check.derivatives.names import name_of
from conspect.check.recording.tape import Node

COMPARISONS = {"greater", "greater_equal", "less", "less_equal"}
"""Their results are masks, that choose a slope."""

_OF_TWO = {"maximum", "minimum"} | COMPARISONS
_OF_MANY = {"greatest", "least"}


def is_at_kink(node: Node, value: Callable[[Node], Any]) -> bool:
    """Whether the operation's operands tie somewhere; so it is taken where they are not known.

    Args:
        value: gives a node's value.
    """
    name = name_of(node.function)
    if name != "absolute" and name not in _OF_TWO:
        return name in _OF_MANY
    try:
        first, *others = (value(p) if isinstance(p, Node) else p for p in node.arguments[:2])
    except LookupError:
        return True
    return bool(np.any(np.asarray(first) == np.asarray(others[0] if others else 0)))
