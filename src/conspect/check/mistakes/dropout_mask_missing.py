"""The backward pass goes through units that dropout has switched off."""

from collections.abc import Callable, Iterator

import numpy as np

from conspect.check.derivatives.arrays import Array
from conspect.check.derivatives.names import name_of
from conspect.check.derivatives.replay import ancestors
from conspect.check.derivatives.reverse import Override, Reverse
from conspect.check.diagnosis.evidence import Evidence, Flow, Setting
from conspect.check.recording.tape import Node
from conspect.language import _


def masked(setting: Setting) -> list[tuple[Node, Node, Node]]:
    """The products with random numbers: the product, what is masked, the mask."""
    found = []
    for node in setting.layers.nodes:
        if name_of(node.function) not in ("multiply", "divide") or len(node.arguments) < 2:
            continue
        a, b = node.arguments[:2]
        for value, mask in ((a, b), (b, a)):
            if (
                isinstance(value, Node)
                and isinstance(mask, Node)
                and value in setting.layers.dependent
                and mask not in setting.layers.dependent
                and mask.shape == value.shape != ()
                and any(n.origin.startswith("random") for n in ancestors([mask]))
            ):
                found.append((node, value, mask))
    return found


def propose(evidence: Evidence) -> Iterator[Flow]:
    """The gradient as if nothing had been dropped."""
    count = len(masked(evidence.telling))
    for which in [*range(count), None] if count > 1 else range(count):
        for scale_kept in (False, True):
            yield Flow(
                "dropout_mask_missing", 1.0, _through(which, scale_kept),
                _("the dropout mask is missing on the way back"),
                _("multiply the gradient by the mask of the forward pass, with its scale"),
                ("da = dd · mask", "da = dd"),
            )  # fmt: skip


def _through(which: int | None, scale_kept: bool) -> Callable[[Setting], Override]:
    def override_at(setting: Setting) -> Override:
        found = masked(setting)
        if which is not None:
            found = found[which : which + 1]
        by_node = {node: (value, mask) for node, value, mask in found}

        def override(reverse: Reverse, node: Node, g: Array) -> list[tuple[Node, Array]] | None:
            if node not in by_node:
                return None
            value, mask = by_node[node]
            level = np.abs(setting.value(mask)).max() if scale_kept else 1.0
            return [(value, g * level)]

        return override

    return override_at
