"""Means: of an array, or a sum that is divided by the number of its terms."""

import numpy as np

from conspect.check.derivatives.names import name_of
from conspect.check.diagnosis.evidence import Setting
from conspect.check.recording.tape import Node


def divisor(setting: Setting, node: Node) -> float:
    """The number of terms that a mean divides by; 1 if a node is no mean."""
    name, first = name_of(node.function), node.arguments[0] if node.arguments else None
    if not isinstance(first, Node) or first not in setting.layers.dependent:
        return 1.0
    if name == "mean":
        return float(setting.value(first).size / max(setting.value(node).size, 1))
    if name == "divide":
        other = node.arguments[1]
        value = setting.case.values(other) if isinstance(other, Node) else other
        if isinstance(value, int | np.integer) and value > 1:
            return float(value)
    return 1.0
